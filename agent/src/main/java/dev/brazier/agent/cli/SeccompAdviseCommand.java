package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordedCommand;
import dev.brazier.agent.seccomp.CallRecord;
import dev.brazier.agent.seccomp.CallRecording;
import dev.brazier.agent.seccomp.ProfileAdvice;
import dev.brazier.agent.seccomp.RecordingEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier seccomp advise}: makes a profile of what a container calls. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Records what a container really calls and prints a seccomp profile for it.",
    customSynopsis = {
      "brazier seccomp advise -c CONTAINER [--wait] [-d TIME] [-o OUT]",
      "      brazier seccomp advise -c CONTAINER [-d TIME] [-o OUT] [--] COMMAND [ARG...]"
    },
    synopsisHeading = "%nUsage: ",
    description = {
      "%nThe profile allows the calls that were made, what container runtimes call themselves before"
          + " the container's program runs, and nothing else: all other calls fail with EPERM, as"
          + " in the profiles that runtimes come with. clone3, whose arguments no filter can look"
          + " at, is answered with ENOSYS, and clone allowed in its place.",
      "%nIt knows only what it has seen: let the container do all that it is for, its start and its"
          + " end too (--wait, or COMMAND). 'brazier seccomp audit' then shows what it refuses, and"
          + " 'brazier seccomp merge' adds that. Ctrl-C ends the recording and writes the profile.",
      "%nNeeds root, or CAP_PERFMON and CAP_BPF, and Linux 5.15."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done: the profile is written",
      "1:failed: no such container, no container started, an unwritable file, ...",
      "2:usage: the command line makes no sense",
      "3:not permitted: more privileges are needed"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier seccomp advise -c web --wait -o web.json   from its start to its end",
      "  brazier seccomp advise -c web -o web.json -- docker run --rm --name web nginx",
      "                                                     the same, and starts it",
      "  brazier seccomp advise -c web -d 10m               one that runs, on standard output"
    })
final class SeccompAdviseCommand implements Callable<Integer> {

  private static final Duration LONGEST_IF_RUNNING = Duration.ofSeconds(30);

  private final Console console;
  private final AtomicBoolean ended = new AtomicBoolean();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "CONTAINER",
      required = true,
      description =
          "record this container: its name, the beginning of its id, or its pod's name ('brazier"
              + " containers' lists them)")
  private String container = "";

  @Option(
      names = "--wait",
      description = "wait until the container starts; without it it must be running")
  private boolean waits;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "how long to record at most: 500ms, 10s, 2m, 1h (default: 30s for a container that runs,"
              + " otherwise until its end)")
  private @Nullable Duration duration;

  @Option(
      names = "--clone3",
      description =
          "allow clone3 if it was called: for programs that cannot do without, at the price that"
              + " they may ask for new namespaces")
  private boolean clone3;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "where to write; - is standard output, the default")
  private String out = OutputTarget.STANDARD_OUTPUT;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description =
          "what starts the container, with its arguments. Its output goes to standard error")
  private List<String> command = new ArrayList<>();

  SeccompAdviseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    OutputFile output = SeccompOutput.check(out, console);
    Optional<CallRecord> calls = record();
    if (calls.isEmpty()) {
      throw CommandFailure.failed(
          "record container '%s': it did not start, or ended at once; see 'brazier containers'"
              .formatted(container),
          null);
    }
    ProfileAdvice advice = new ProfileAdvice(calls.get(), clone3);
    String json = advice.profile().json();
    output.write(stream -> stream.write(json.getBytes(StandardCharsets.UTF_8)));
    summary(calls.get(), advice);
    output.target().file().ifPresent(file -> console.err().println("written   " + file));
    return ExitCode.DONE;
  }

  private void check() {
    TargetOptions.refuseEmpty("-c", List.of(container));
    if (waits && !command.isEmpty()) {
      throw CommandFailure.usage("wait for a container: COMMAND starts it, leave out --wait");
    }
  }

  private Optional<CallRecord> record() throws InterruptedException {
    boolean starts = waits || !command.isEmpty();
    Optional<Duration> longest = Optional.ofNullable(duration);
    try (RecordedCommand started = command.isEmpty() ? null : RecordedCommand.hold(command, true);
        CallRecording recording =
            starts ? CallRecording.ofNext(container) : CallRecording.ofRunning(container);
        EarlyEnd earlyEnd = new EarlyEnd(() -> ended.set(true))) {
      earlyEnd.listen();
      recording.notes().forEach(console.err()::println);
      BooleanSupplier asked = ended::get;
      if (started != null) {
        started.release();
        // docker run -d is over long before the container that it starts.
        asked = () -> ended.get() || (!recording.begun() && isInVain(started));
      } else if (starts) {
        console.err().println("waiting for container " + container);
      }
      return recording.run(
          new RecordingEnd(
              starts ? longest : longest.or(() -> Optional.of(LONGEST_IF_RUNNING)), asked));
    }
  }

  /** Whether no container is to be expected of a command any more. */
  private static boolean isInVain(RecordedCommand started) {
    return started.exitStatus().filter(status -> status != 0).isPresent();
  }

  private void summary(CallRecord calls, ProfileAdvice advice) {
    console
        .err()
        .printf(
            "%s made %,d calls of %d kinds; the profile allows %d%n",
            ContainerLines.printable(calls.container()),
            calls.count(),
            calls.made().size(),
            advice.allowed().size());
    if (!calls.fromStart()) {
      console
          .err()
          .println(
              "it ran already: what it calls only when it starts is missing; record it with --wait");
    }
    if (!advice.leftOut().isEmpty()) {
      console
          .err()
          .println(
              "left out, as its present profile refuses them: "
                  + advice.leftOut().entrySet().stream()
                      .map(call -> call.getKey() + " (" + call.getValue() + ")")
                      .collect(Collectors.joining(", ")));
    }
    if (!calls.nameless().isEmpty()) {
      console
          .err()
          .println("left out, as they have no name here: " + String.join(", ", calls.nameless()));
    }
    if (!calls.losses().none()) {
      console
          .err()
          .println(
              "not all calls found room in the kernel: the profile may lack some; record again");
    }
  }
}
