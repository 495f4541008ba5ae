package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.stat.StatConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class StatCommandTest {

  private final FakeConsole console = new FakeConsole();

  @Test
  void withoutOptionsTheConfigurationIsTheEnginesDefault() {
    assertThat(config()).usingRecursiveComparison().isEqualTo(StatConfig.defaults());
  }

  @Test
  void everyOptionReachesTheConfiguration() {
    StatConfig config =
        config("-d", "1m", "-i", "500ms", "-p", "1,2", "-c", "web", "--cgroup", "/a");

    assertThat(config.duration()).contains(Duration.ofMinutes(1));
    assertThat(config.interval()).contains(Duration.ofMillis(500));
    assertThat(config.pids()).containsExactly(1, 2);
    assertThat(config.containers()).containsExactly("web");
    assertThat(config.cgroups()).containsExactly("/a");
    assertThat(config.wholeMachine()).isFalse();
    assertThat(config("--per-cpu").perCpu()).isTrue();
  }

  @Test
  void aCommandEndsTheCountingItselfAndKeepsItsOptions() {
    StatConfig config = config("make", "-d", "3", "--json");

    assertThat(config.command()).containsExactly("make", "-d", "3", "--json");
    assertThat(config.duration()).isEmpty();
    assertThat(config.commandOutputOnStandardError()).isFalse();
    assertThat(config("-d", "3s", "--", "make").duration()).contains(Duration.ofSeconds(3));
  }

  @Test
  void jsonKeepsStandardOutputFreeOfTheCommands() {
    assertThat(config("--json", "--", "make").commandOutputOnStandardError()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-d 10x            | '10x' is no duration",
        "-i 5ms            | print every 5 ms with -i: write 10ms or more",
        "-i 0s             | leaves no time",
        "-p 0              | find process 0",
        "--per-cpu -p 1    | that is for the whole machine",
        "--per-cpu -- make | that is for the whole machine",
        "--cgroup=         | its value is empty",
        "--comm x          | understand no '--comm'",
      })
  void nonsenseIsAUsageErrorInOneLine(String arguments, String expected) {
    String[] words = ("stat " + arguments.strip()).split(" ", -1);

    assertThat(console.run(words)).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).startsWith("brazier stat: ").contains(expected).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  private StatConfig config(String... arguments) {
    StatCommand command = new StatCommand(console.console());
    new CommandLine(command).setStopAtPositional(true).parseArgs(arguments);
    return command.config();
  }
}
