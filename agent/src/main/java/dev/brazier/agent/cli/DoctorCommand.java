package dev.brazier.agent.cli;

import dev.brazier.agent.doctor.Examination;
import dev.brazier.agent.doctor.Platform;
import dev.brazier.agent.doctor.Report;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brazier doctor}: what stands between this process and a profile, and what mends it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Says what profiling is not permitted here, by what, and how to permit it.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nTries everything that profiling needs, for real, and changes nothing. For whatever is"
          + " refused it names the layer that refuses (a capability and where it got lost, seccomp,"
          + " a namespace, a kernel setting, ...), how that is known, what a profile lacks without"
          + " it, and the remedy.",
      "%nRun it where 'brazier record' is to run: in the same container, as the same user."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:full: everything that a profile is made of works",
      "1:failed: the examination itself could not be made",
      "2:usage: the command line makes no sense",
      "3:blocked: nothing can be recorded",
      "4:degraded: a profile can be recorded, but lacks something"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier doctor                      every check, with reasons",
      "  brazier doctor --fix kubernetes     the missing lines of a pod's spec",
      "  brazier doctor --json | jq .verdict"
    })
final class DoctorCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--json",
      description = "print a report for programs instead, of the schema brazier.doctor/1")
  private boolean json;

  @Option(
      names = "--fix",
      paramLabel = "PLATFORM",
      converter = PlatformConverter.class,
      completionCandidates = PlatformConverter.Names.class,
      description =
          "print only the lines that are missing, for docker, compose, podman, kubernetes, systemd"
              + " or setcap: never more privilege than needed")
  private @Nullable Platform platform;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (json && platform != null) {
      throw CommandFailure.usage("choose one of --json and --fix");
    }
    Report report = Examination.run();
    PrintWriter out = console.writer();
    if (json) {
      out.print(report.json(ProgramVersion.current()));
    } else if (platform != null) {
      report.fix(platform).forEach(out::println);
    } else {
      report.text().forEach(out::println);
    }
    out.flush();
    return switch (report.verdict()) {
      case FULL -> ExitCode.DONE;
      case DEGRADED -> ExitCode.DEGRADED;
      case BLOCKED -> ExitCode.NOT_PERMITTED;
    };
  }
}
