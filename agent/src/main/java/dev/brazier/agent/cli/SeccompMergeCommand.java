package dev.brazier.agent.cli;

import dev.brazier.container.seccomp.ClosestName;
import dev.brazier.container.seccomp.SeccompProfile;
import dev.brazier.container.seccomp.SyscallTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier seccomp merge}: further system calls into a profile that is there. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Adds system calls to a seccomp profile.",
    customSynopsis = "brazier seccomp merge FILE NAME... [-o OUT]",
    synopsisHeading = "%nUsage: ",
    description =
        "%nThe profile stays as it is, its default action and its architectures too, but allows the"
            + " calls in every container. A rule that refuses one of them loses its name.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: FILE cannot be read or is no profile, or OUT cannot be written",
      "2:usage: the command line makes no sense, or no system call has such a name"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier seccomp merge default.json perf_event_open bpf -o profiling.json",
      "  docker run --security-opt seccomp=profiling.json ..."
    })
final class SeccompMergeCommand implements Runnable {

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "a profile in the JSON of Docker, podman, Kubernetes or OCI; - is standard input")
  private String file = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "a system call")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "where to write, which may be FILE itself; - is standard output, the default")
  private String out = OutputTarget.STANDARD_OUTPUT;

  SeccompMergeCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    names.forEach(SeccompMergeCommand::checkName);
    OutputFile output = SeccompOutput.check(out, console);
    SeccompProfile merged = ProfileFile.read(file, console).withAllowed(names);
    output.write(stream -> stream.write(merged.json().getBytes(StandardCharsets.UTF_8)));
  }

  /** Runtimes pass over names that they do not know without a word. */
  private static void checkName(String name) {
    if (!SyscallTable.knownNames().contains(name)) {
      String closest =
          ClosestName.of(name, SyscallTable.knownNames())
              .map(meant -> ": did you mean " + meant + "?")
              .orElse("; 'man 2 syscalls' lists them");
      throw CommandFailure.usage("know no system call '" + name + "'" + closest);
    }
  }
}
