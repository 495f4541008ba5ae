package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The doctor's word on processes from which something was really taken; needs root, to take it. */
final class DoctorIT {
  private static final int FULL = 0;
  private static final int DEGRADED = 4;
  private static final String MACHINE = "perf.cpu-clock.machine.user";

  /** What the doctor says to a process that is started behind this command. */
  private record Visit(int exitCode, JsonObject report) {

    static Visit of(List<String> prefix) {
      CommandRun run = Distribution.run(prefix, "doctor", "--json");
      assertThat(run.err()).isEmpty();
      return new Visit(run.exitCode(), JsonParser.parseString(run.out()).getAsJsonObject());
    }

    JsonObject check(String id) {
      return StreamSupport.stream(report.getAsJsonArray("checks").spliterator(), false)
          .map(JsonElement::getAsJsonObject)
          .filter(check -> check.get("id").getAsString().equals(id))
          .findFirst()
          .orElseThrow();
    }

    List<String> layers(String id) {
      return check(id).getAsJsonArray("layers").asList().stream()
          .map(JsonElement::getAsString)
          .toList();
    }

    String text(String key) {
      return report.get(key).getAsString();
    }
  }

  private static List<String> nobody(String... options) {
    List<String> prefix = new ArrayList<>(Distribution.NOBODY.subList(0, 4));
    prefix.addAll(List.of(options));
    return prefix;
  }

  @Test
  void findsNothingAgainstRoot() {
    Visit visit = Visit.of(List.of());

    assertThat(visit.exitCode()).isEqualTo(FULL);
    assertThat(visit.text("verdict")).isEqualTo("full");
    assertThat(visit.text("engine")).isEqualTo("tables");
    assertThat(visit.report().get("decisive").isJsonNull()).isTrue();
  }

  @Test
  void saysThatNothingWasGranted() {
    Visit visit = Visit.of(Distribution.NOBODY);

    assertThat(visit.exitCode()).isEqualTo(DEGRADED);
    assertThat(visit.text("engine")).isEqualTo("own");
    assertThat(visit.text("decisive")).isEqualTo(MACHINE);
    assertThat(visit.layers(MACHINE)).containsExactly("capability-missing");
    assertThat(visit.layers("bpf.map")).contains("capability-missing");
    assertThat(visit.layers("proc.root.other")).containsExactly("capability-missing");
    assertThat(visit.layers("kernel.symbols")).contains("capability-missing");
  }

  @Test
  void saysThatWhatTheBoundingSetHoldsReachedNobody() {
    Visit visit = Visit.of(nobody("--inh-caps=-all"));

    assertThat(visit.layers(MACHINE)).containsExactly("capability-not-permitted");
  }

  @Test
  void saysThatFileCapabilitiesWouldBeIgnored() {
    Visit visit = Visit.of(nobody("--inh-caps=-all", "--no-new-privs"));

    assertThat(visit.layers(MACHINE))
        .containsExactly("capability-not-permitted", "no-new-privileges");
  }

  @Test
  void seesThroughAUserNamespace() {
    Visit visit = Visit.of(List.of("unshare", "--user", "--map-root-user"));

    assertThat(visit.layers(MACHINE)).containsExactly("user-namespace");
    assertThat(visit.layers("bpf.map")).containsExactly("user-namespace");
  }

  @Test
  void seesThatTheHostsProcessesAreOutOfSight() {
    Visit visit = Visit.of(List.of("unshare", "--pid", "--fork", "--mount-proc"));

    assertThat(visit.exitCode()).isEqualTo(DEGRADED);
    assertThat(visit.text("decisive")).isEqualTo("proc.pid-namespace");
    assertThat(visit.layers("proc.pid-namespace")).containsExactly("pid-namespace");
    assertThat(visit.check("proc.root.other").get("result").getAsString()).isEqualTo("skipped");
  }

  @Test
  void seesTheProcOfAnotherPidNamespace() {
    assertThat(Visit.of(List.of("unshare", "--pid", "--fork")).layers("proc.pid-namespace"))
        .contains("hidden-proc");
  }

  @Test
  void whatItPrescribesMakesItFull() {
    CommandRun fix = Distribution.run(Distribution.NOBODY, "doctor", "--fix", "podman");
    String[] prescribed =
        fix.out()
            .lines()
            .filter(line -> line.startsWith("--cap-add="))
            .map(line -> line.substring("--cap-add=".length()).toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    assertThat(prescribed).containsExactlyInAnyOrder("bpf", "perfmon", "sys_ptrace", "syslog");
    assertThat(Visit.of(Distribution.nobodyWith(prescribed)).exitCode()).isEqualTo(FULL);
    assertThat(
            Distribution.run(Distribution.nobodyWith(prescribed), "doctor", "--fix", "podman")
                .out())
        .isEqualTo("# nothing is missing here\n");
  }
}
