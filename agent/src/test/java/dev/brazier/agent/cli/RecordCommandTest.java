package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.record.RecordingConfig;
import dev.brazier.agent.record.RecordingConfig.Engine;
import dev.brazier.agent.record.RecordingConfig.Event;
import dev.brazier.agent.record.RecordingConfig.Unwind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class RecordCommandTest {

  private final FakeConsole console = new FakeConsole();

  @Test
  void withoutOptionsTheConfigurationIsTheEnginesDefault() {
    RecordingConfig config = config();
    RecordingConfig defaults = RecordingConfig.defaults();

    assertThat(config).usingRecursiveComparison().isEqualTo(defaults);
  }

  @Test
  void theHelpTellsTheEnginesDefaults() {
    console.run("record", "--help");

    RecordingConfig defaults = RecordingConfig.defaults();
    assertThat(console.out().replaceAll("\\s+", " "))
        .contains("(default: " + defaults.duration().orElseThrow().toSeconds() + "s;")
        .contains("on each CPU (default: " + defaults.frequency() + ")")
        .contains("auto (default)")
        .contains("1M to 1G (default: " + (defaults.unwindBytes() >> 20) + "M;");
  }

  @Test
  void everyOptionReachesTheConfiguration() {
    RecordingConfig config =
        config(
            "-d",
            "1m",
            "-F",
            "999",
            "--event",
            "cycles",
            "--no-kernel",
            "--idle",
            "-t",
            "--engine",
            "perf",
            "--unwind",
            "fp",
            "--unwind-memory",
            "16M",
            "-p",
            "1,2",
            "-p",
            "3",
            "-c",
            "web",
            "--cgroup",
            "/a",
            "--comm",
            "nginx*");

    assertThat(config.duration()).contains(Duration.ofMinutes(1));
    assertThat(config.frequency()).isEqualTo(999);
    assertThat(config.event()).isEqualTo(Event.CYCLES);
    assertThat(config.kernelFrames()).isFalse();
    assertThat(config.userFrames()).isTrue();
    assertThat(config.idle()).isTrue();
    assertThat(config.threads()).isTrue();
    assertThat(config.engine()).isEqualTo(Engine.PERF);
    assertThat(config.unwind()).isEqualTo(Unwind.FRAME_POINTERS);
    assertThat(config.unwindBytes()).isEqualTo(16 << 20);
    assertThat(config.pids()).containsExactly(1, 2, 3);
    assertThat(config.containers()).containsExactly("web");
    assertThat(config.cgroups()).containsExactly("/a");
    assertThat(config.commGlobs()).containsExactly("nginx*");
  }

  @Test
  void aPeriodTakesThePlaceOfTheFrequency() {
    assertThat(config("--period", "1000000").period()).isEqualTo(1_000_000);
  }

  @Test
  void aCommandEndsTheRecordingItself() {
    RecordingConfig config = config("--", "make", "-j4", "--", "-o", "x");

    assertThat(config.command()).containsExactly("make", "-j4", "--", "-o", "x");
    assertThat(config.duration()).isEmpty();
  }

  @Test
  void aCommandNeedsNoDashesBeforeIt() {
    RecordingConfig config = config("-F", "49", "make", "-d", "3");

    assertThat(config.command()).containsExactly("make", "-d", "3");
    assertThat(config.frequency()).isEqualTo(49);
  }

  @Test
  void aDurationEndsTheRecordingOfACommandEarly() {
    assertThat(config("-d", "3s", "--", "make").duration()).contains(Duration.ofSeconds(3));
  }

  @Test
  void outputsHaveRecordedWhatTheyShow() {
    assertThat(config("-o", "a.svg", "-o", "a.md").timeline()).isFalse();
    assertThat(config("-o", "a.svg", "-o", "a.md").threads()).isFalse();
    assertThat(config("-o", "a.svg", "-o", "a.pb.gz").timeline()).isFalse();
    assertThat(config("-o", "a.svg", "-o", "a.pb.gz").threads()).isTrue();
    assertThat(config("-o", "a.firefox.json").timeline()).isTrue();
    assertThat(config("-o", "a.speedscope.json").threads()).isTrue();
    assertThat(config("-o", "a.heatmap.svg").timeline()).isTrue();
    assertThat(config("-o", "a.heatmap.svg").threads()).isFalse();
  }

  @Test
  void theNumberOfRowsOfATableMayBeLeftOut() {
    assertThat(config("--top").command()).isEmpty();
    assertThat(config("--top", "make", "-j4").command()).containsExactly("make", "-j4");
    assertThat(config("--top", "5", "make").command()).containsExactly("make");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-d 10x          | invalid value for option '--duration': '10x' is no duration",
        "-d 0s           | leaves no time",
        "-F 0            | sample at 0 Hz: write a frequency from 1 to 100000",
        "-F 100001       | sample at 100001 Hz",
        "-F abc          | 'abc' is no whole number below 2147483648",
        "-F 9 --period 9 | give one of the two",
        "--period 0      | sample every 0 events: write 1 or more",
        "--event nope    | 'nope' is no known event: write cpu-clock or cycles",
        "--no-kernel --no-user | keep one of the two",
        "--engine ebpf   | 'ebpf' is no engine: write auto, bpf, perf or own",
        "--engine perf --unwind tables | which needs --engine=bpf",
        "--engine own --no-user | no frames but those of user code",
        "--unwind dwarf  | 'dwarf' is no way to walk stacks: write auto, tables or fp",
        "--unwind-memory 1X | '1X' is no size: write one such as 16M or 1G",
        "--unwind-memory 512K | take 524,288 bytes for unwind tables: write a size from 1M to 1G",
        "--unwind-memory 2G | write a size from 1M to 1G",
        "-p 0            | find process 0",
        "-p x            | 'x' is no whole number below 2147483648",
        "-o a.png        | 'a.png' does not end in a known format",
        "-o - -o -       | names standard output twice",
        "-o a.svg -o ./a.svg | twice",
        "--top=0         | print the 0 hottest functions: write 1 or more",
        "--top=4000000000 | '4000000000' is no whole number",
        "--top -o -      | both write to standard output",
        "-d              | missing required parameter",
      })
  void nonsenseIsAUsageErrorInOneLine(String arguments, String expected) {
    String[] words = ("record " + arguments.strip()).split(" ", -1);

    assertThat(console.run(words)).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).startsWith("brazier record: ").contains(expected).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  @Test
  void anOutputThatCannotBeWrittenFailsBeforeSampling() {
    assertThat(console.run("record", "-o", "/nonexistent/a.svg")).isEqualTo(ExitCode.FAILED);

    assertThat(console.err())
        .isEqualTo(
            "brazier record: write /nonexistent/a.svg: there is no such folder;"
                + " make it first or choose another with -o\n");
  }

  private RecordingConfig config(String... arguments) {
    RecordCommand command = new RecordCommand(console.console());
    new CommandLine(command).setStopAtPositional(true).parseArgs(arguments);
    return command.config();
  }
}
