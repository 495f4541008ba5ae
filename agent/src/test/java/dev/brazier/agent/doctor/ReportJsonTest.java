package dev.brazier.agent.doctor;

import static dev.brazier.agent.doctor.Check.MACHINE_USER;
import static dev.brazier.agent.doctor.Patient.EACCES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

final class ReportJsonTest {

  private static JsonObject json(Patient patient) {
    return JsonParser.parseString(patient.report().json("1.2")).getAsJsonObject();
  }

  @Test
  void hasEveryKeyWhateverIsFound() {
    JsonObject json = json(new Patient());

    assertThat(json.keySet())
        .containsExactly(
            "schema",
            "version",
            "kernel",
            "verdict",
            "engine",
            "process",
            "settings",
            "checks",
            "decisive");
    assertThat(json.getAsJsonArray("checks")).hasSize(Check.values().length);
    assertThat(json.get("schema").getAsString()).isEqualTo("brazier.doctor/1");
    assertThat(json.get("verdict").getAsString()).isEqualTo("full");
    assertThat(json.get("decisive").isJsonNull()).isTrue();
    assertThat(json.getAsJsonObject("settings").get("yama").isJsonNull()).isTrue();
  }

  @Test
  void tellsWhatARefusalIsMadeOf() {
    JsonObject json = json(Patient.user().fails(EACCES, MACHINE_USER));
    JsonObject check = json.getAsJsonArray("checks").get(4).getAsJsonObject();

    assertThat(json.get("decisive").getAsString()).isEqualTo("perf.cpu-clock.machine.user");
    assertThat(check.get("id").getAsString()).isEqualTo("perf.cpu-clock.machine.user");
    assertThat(check.get("result").getAsString()).isEqualTo("refused");
    assertThat(check.get("errno").getAsString()).isEqualTo("EACCES");
    assertThat(check.getAsJsonArray("layers").get(0).getAsString()).isEqualTo("capability-missing");
    assertThat(check.get("remedy").getAsString()).isEqualTo("grant CAP_PERFMON");
  }
}
