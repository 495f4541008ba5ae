package dev.brazier.agent.cli;

import dev.brazier.agent.stat.StatConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier stat}: counts instead of sampling. */
@Command(
    name = StatCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Counts what the machine, or a part of it, does: faults, switches, cycles, ...",
    customSynopsis = "brazier stat [OPTION...] [[--] COMMAND [ARG...]]",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nWithout -p, -c, --cgroup and COMMAND the whole machine is counted; each of several is"
          + " counted on its own. Processes count with the threads and children that they start"
          + " from then on, COMMAND from its first instruction. Rates are per second of the clock on"
          + " the wall. Ctrl-C ends the counting early and still prints.",
      "%nYour own processes need no privileges; where kernel.perf_event_paranoid keeps the kernel"
          + " out, events end in :u and count user mode alone, or are missing and say why."
          + " Everything else needs CAP_PERFMON alone. Hardware events need a CPU that lets them be"
          + " counted, which most virtual machines do not."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: no such process or container, a command that does not start, ...",
      "2:usage: the command line makes no sense",
      "3:not permitted: more privileges are needed",
      "N:with COMMAND: COMMAND's own exit status, or 128 + the signal that ended it"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier stat -- make -j4                  a command and its children",
      "  brazier stat -d 5s                        the whole machine for 5 s",
      "  brazier stat --per-cpu -i 1s              CPU by CPU, every second",
      "  brazier stat -c web -c db -d 1m           two containers side by side",
      "  brazier stat -p 4711 --json               one process, for a program to read"
    })
final class StatCommand implements Callable<Integer> {

  static final String NAME = "stat";

  private final Console console;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "how long to count: 500ms, 10s, 2m, 1h (default: 10s; with COMMAND, until it ends)")
  private @Nullable Duration duration;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "print what was counted in each such while, at least 10ms")
  private @Nullable Duration interval;

  @Option(names = "--per-cpu", description = "count the machine CPU by CPU")
  private boolean perCpu;

  @Option(
      names = "--json",
      description =
          "print JSON, one object a line; with COMMAND, its standard output goes to standard error")
  private boolean json;

  @Mixin private TargetOptions targets = new TargetOptions();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description =
          "a program to start and count, with its arguments and its children; put -- before it. The"
              + " counts then go to standard error, unless --json is given. It is left running when"
              + " the counting ends first")
  private List<String> command = new ArrayList<>();

  StatCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new StatSession(console, config(), json).run();
  }

  /** What the options ask for, checked. */
  StatConfig config() {
    TargetOptions checked = targets.checked();
    StatConfig config =
        StatConfig.defaults()
            .withPids(checked.pids())
            .withContainers(checked.containers())
            .withCgroups(checked.cgroups())
            .withPerCpu(perCpu);
    if (!command.isEmpty()) {
      config = config.withCommand(command).withCommandOutputOnStandardError(json);
    }
    if (perCpu && !config.wholeMachine()) {
      throw CommandFailure.usage(
          "count CPU by CPU with --per-cpu: that is for the whole machine; leave -p, -c, --cgroup"
              + " and COMMAND out");
    }
    if (duration != null) {
      config = config.withDuration(duration);
    }
    return interval == null ? config : config.withInterval(checkedInterval(interval));
  }

  private static Duration checkedInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(10)) < 0) {
      throw CommandFailure.usage(
          "print every %d ms with -i: write 10ms or more".formatted(interval.toMillis()));
    }
    return interval;
  }
}
