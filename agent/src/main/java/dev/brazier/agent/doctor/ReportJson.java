package dev.brazier.agent.doctor;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** A report as JSON, for programs: every key is always there, in this order. */
final class ReportJson {
  private static final String SCHEMA = "brazier.doctor/1";

  private final Report report;
  private final String version;

  ReportJson(Report report, String version) {
    this.report = report;
    this.version = version;
  }

  String text() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.setHtmlSafe(false);
      json.beginObject();
      json.name("schema").value(SCHEMA);
      json.name("version").value(version);
      json.name("kernel").value(report.surroundings().settings().release());
      json.name("verdict").value(lower(report.verdict()));
      json.name("engine").value(report.rung().id());
      writeProcess(json);
      writeSettings(json, report.surroundings().settings());
      json.name("checks").beginArray();
      for (Finding finding : report.findings()) {
        write(json, finding);
      }
      json.endArray();
      json.name("decisive").value(report.decisive().map(found -> found.check().id()).orElse(null));
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private void writeProcess(JsonWriter json) throws IOException {
    Surroundings.Rights rights = report.surroundings().rights();
    Surroundings.View view = report.surroundings().view();
    json.name("process").beginObject();
    json.name("uid").value(Integer.toUnsignedLong(rights.uid()));
    json.name("capabilities").beginObject();
    write(json, "effective", rights.effective().names());
    write(json, "permitted", rights.permitted().names());
    write(json, "bounding", rights.bounding().names());
    write(json, "ambient", rights.ambient().names());
    json.endObject();
    json.name("noNewPrivileges").value(rights.noNewPrivileges());
    json.name("seccomp").value(lower(rights.seccomp()));
    json.name("userNamespace").value(namespace(view.initialUsers()));
    json.name("pidNamespace").value(namespace(view.initialPids()));
    json.name("cgroupNamespace").value(namespace(view.initialCgroups()));
    json.name("container").value(view.container());
    json.endObject();
  }

  private static void writeSettings(JsonWriter json, Surroundings.Settings settings)
      throws IOException {
    json.name("settings").beginObject();
    json.name("perf_event_paranoid").value(settings.perfEventParanoid());
    json.name("kptr_restrict").value(settings.kptrRestrict());
    json.name("unprivileged_bpf_disabled").value(settings.unprivilegedBpfDisabled());
    json.name("lockdown").value(settings.lockdown());
    json.name("yama").value(settings.yama());
    json.name("memlock").value(settings.lockedBytes());
    json.endObject();
  }

  private static void write(JsonWriter json, Finding finding) throws IOException {
    boolean trouble = finding.isTrouble();
    json.beginObject();
    json.name("id").value(finding.check().id());
    json.name("title").value(finding.check().title());
    json.name("result").value(lower(finding.result()));
    json.name("errno").value(finding.errno().orElse(null));
    write(json, "layers", finding.layers().stream().map(Layer::id).toList());
    write(json, "evidence", finding.evidence());
    json.name("lost").value(trouble ? finding.check().lost() : null);
    json.name("remedy").value(trouble ? finding.remedy() : null);
    json.endObject();
  }

  private static void write(JsonWriter json, String name, List<String> values) throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }

  private static String namespace(boolean initial) {
    return initial ? "initial" : "other";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
