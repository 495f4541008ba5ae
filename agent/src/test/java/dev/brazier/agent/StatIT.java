package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code brazier stat} as people start it: with all privileges, with one, with none. */
final class StatIT {

  private static final int NOT_PERMITTED = 3;
  private static final String WORK = "head -c 30000000 /dev/zero | md5sum; exit 7";

  @Test
  void aCommandKeepsItsOutputAndItsExitStatus() {
    CommandRun run = Distribution.run("stat", "--", "sh", "-c", WORK);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(7);
    assertThat(run.out()).endsWith("  -\n").hasLineCount(1);
    assertThat(run.err()).contains("task-clock", "context-switches", "page-faults", " CPUs", " /s");
  }

  @Test
  void jsonHasStandardOutputForItself() {
    CommandRun run = Distribution.run("stat", "--json", "--", "sh", "-c", WORK);

    JsonObject subject = subject(run);
    assertThat(subject.get("kind").getAsString()).isEqualTo("command");
    assertThat(value(subject, "page-faults")).isPositive();
    assertThat(run.err()).endsWith("  -\n");
  }

  @Test
  void withoutPrivilegesAnOwnCommandIsCountedAndWhatTheKernelHidesIsNamed() {
    CommandRun run =
        Distribution.run(Distribution.NOBODY, "stat", "--json", "--", "sh", "-c", WORK);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(7);
    JsonObject subject = subject(run);
    assertThat(value(subject, "task-clock")).isPositive();
    assertThat(value(subject, "page-faults")).isPositive();
    assertThat(mode(subject, "task-clock")).isEqualTo("all");
    if (paranoid() >= 2) {
      assertThat(mode(subject, "page-faults")).isEqualTo("user");
      JsonObject switches = subject.getAsJsonObject("missing").getAsJsonObject("context-switches");
      assertThat(switches.get("errno").getAsString()).isEqualTo("EACCES");
      assertThat(switches.get("reason").getAsString())
          .contains("happens in the kernel", "perf_event_paranoid", "CAP_PERFMON");
    }
  }

  @Test
  void withoutPrivilegesTheMachineAndOthersProcessesAreRefusedInOneLine() {
    CommandRun machine = Distribution.run(Distribution.NOBODY, "stat", "-d", "100ms");
    CommandRun init = Distribution.run(Distribution.NOBODY, "stat", "-d", "100ms", "-p", "1");

    assertThat(machine.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(machine.err())
        .startsWith("brazier stat: count machine: EACCES; capability-missing: ")
        .endsWith(": grant CAP_PERFMON; 'brazier doctor' tells more\n")
        .hasLineCount(1);
    assertThat(init.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(init.err())
        .startsWith("brazier stat: count process 1")
        .contains("grant CAP_PERFMON")
        .hasLineCount(1);
  }

  @Test
  void withOneCapabilityTheMachineAndOthersProcessesAreCountedKernelIncluded() {
    List<String> perfmon = Distribution.nobodyWith("perfmon");
    CommandRun machine = Distribution.run(perfmon, "stat", "--json", "-d", "500ms");
    CommandRun init = Distribution.run(perfmon, "stat", "--json", "-d", "500ms", "-p", "1");
    CommandRun command = Distribution.run(perfmon, "stat", "--json", "--", "sh", "-c", WORK);

    assertThat(value(subject(machine), "context-switches")).isPositive();
    assertThat(init.exitCode()).as(init.err()).isZero();
    assertThat(mode(subject(init), "page-faults")).isEqualTo("all");
    assertThat(value(subject(command), "context-switches")).isPositive();
    assertThat(mode(subject(command), "page-faults")).isEqualTo("all");
  }

  @Test
  void aHardwareEventIsCountedOrNamedAsAbsentWithTheKernelsAnswer() {
    JsonObject subject = subject(Distribution.run("stat", "--json", "-d", "200ms"));

    for (String event : List.of("cycles", "instructions", "cache-misses", "dTLB-load-misses")) {
      boolean counted = subject.getAsJsonObject("counts").has(event);
      JsonObject missing = subject.getAsJsonObject("missing").getAsJsonObject(event);
      assertThat(counted).as(event).isEqualTo(missing == null);
      if (missing != null) {
        assertThat(missing.get("errno").getAsString()).isIn("ENOENT", "EOPNOTSUPP", "EINVAL");
        assertThat(missing.get("reason").getAsString()).contains("no such hardware counter");
      }
    }
  }

  @Test
  void intervalsAreLinesThatBeginWithTheirTime() {
    CommandRun run = Distribution.run("stat", "-d", "600ms", "-i", "200ms", "--per-cpu");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("# cpu 0: 1 CPU\n");
    assertThat(run.out().lines().filter(line -> !line.startsWith("#")))
        .hasSizeGreaterThan(20)
        .allMatch(line -> line.matches(" +\\d+\\.\\d{3}  cpu \\d+ +[\\d,.]+ +(ms +)?\\S+.*"));
  }

  private static JsonObject subject(CommandRun run) {
    assertThat(run.out()).as(run.err()).hasLineCount(1);
    JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(report.get("schema").getAsString()).isEqualTo("brazier.stat/1");
    return report.getAsJsonArray("subjects").get(0).getAsJsonObject();
  }

  private static long value(JsonObject subject, String event) {
    return count(subject, event).get("value").getAsLong();
  }

  private static String mode(JsonObject subject, String event) {
    return count(subject, event).get("mode").getAsString();
  }

  private static JsonObject count(JsonObject subject, String event) {
    JsonObject count = subject.getAsJsonObject("counts").getAsJsonObject(event);
    assertThat(count).as("%s in %s", event, subject).isNotNull();
    return count;
  }

  private static int paranoid() {
    return Integer.parseInt(
        Distribution.shell("cat /proc/sys/kernel/perf_event_paranoid").out().strip());
  }
}
