package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandTreeTest {

  private final FakeConsole console = new FakeConsole();

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(console.run("--help")).isEqualTo(ExitCode.DONE);

    assertThat(console.out())
        .contains("record", "stat", "flamegraph", "view", "containers", "version", "completion")
        .contains("Exit codes:", "not permitted")
        .doesNotContain("prepare");
    assertThat(console.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record",
        "doctor",
        "stat",
        "flamegraph",
        "diff",
        "view",
        "containers",
        "version",
        "completion"
      })
  void everyCommandHasHelpOfItsOwn(String command) {
    assertThat(console.run(command, "--help")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).contains("brazier " + command);
    assertThat(console.err()).isEmpty();
  }

  @Test
  void helpForACommandIsTheSameBothWays() {
    FakeConsole other = new FakeConsole();

    assertThat(console.run("help", "record")).isEqualTo(ExitCode.DONE);
    assertThat(other.run("record", "--help")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).isEqualTo(other.out());
  }

  @Test
  void helpOfRecordHasExamplesAndExitCodes() {
    console.run("record", "--help");

    assertThat(console.out())
        .contains("Examples:", "-- make -j4", "Exit codes:", "COMMAND's own exit status")
        .contains("--no-kernel", "--cgroup=PATH", "cpu-clock");
  }

  @Test
  void noCommandIsAUsageError() {
    assertThat(console.run()).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).startsWith("brazier: name a command: record").hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  @Test
  void anUnknownCommandIsAUsageErrorInOneLine() {
    assertThat(console.run("recrod")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .isEqualTo("brazier: understand no 'recrod': did you mean record?; see 'brazier --help'\n");
  }

  @Test
  void anUnknownOptionIsAUsageErrorInOneLine() {
    assertThat(console.run("record", "--durations=3s")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .startsWith("brazier record: understand no '--durations=3s'")
        .endsWith("; see 'brazier record --help'\n")
        .hasLineCount(1);
  }

  @Test
  void versionSaysWhatRuns() {
    assertThat(console.run("version")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).startsWith("brazier ").contains("java ", "linux ");
  }

  @Test
  void completionIsAScriptThatKnowsTheOptions() {
    assertThat(console.run("completion")).isEqualTo(ExitCode.DONE);

    assertThat(console.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("--no-kernel", "cpu-clock", "complete ")
        .doesNotContain("prepare");
  }
}
