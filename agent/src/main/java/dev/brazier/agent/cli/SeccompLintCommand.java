package dev.brazier.agent.cli;

import dev.brazier.container.seccomp.KernelSyscalls;
import dev.brazier.container.seccomp.ProfileFinding;
import dev.brazier.container.seccomp.ProfileLint;
import dev.brazier.container.seccomp.SeccompProfile;
import dev.brazier.container.seccomp.SyscallMachine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code brazier seccomp lint}: what is wrong in a profile. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    header = "Finds mistakes in a seccomp profile.",
    customSynopsis = "brazier seccomp lint FILE",
    synopsisHeading = "%nUsage: ",
    description =
        "%nA line for each finding: names that no system call has (runtimes pass over them without a"
            + " word) or that this kernel was built without; clone3 refused with anything but"
            + " ENOSYS, so that threads do not start; calls listed twice, or with two actions; and"
            + " calls that container runtimes themselves need before a program starts. What depends"
            + " on capabilities is taken as in a container without any.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was found",
      "1:something was found, or FILE cannot be read or is no profile",
      "2:usage: the command line makes no sense"
    },
    footerHeading = "%nExamples:%n%n",
    footer = "  brazier seccomp lint /usr/share/containers/seccomp.json")
final class SeccompLintCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      description =
          "a profile in the JSON of Docker, podman, Kubernetes or OCI; - is standard input")
  private String file = "";

  SeccompLintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SeccompProfile profile = ProfileFile.read(file, console);
    KernelSyscalls kernel = KernelSyscalls.ofThisKernel().orElse(null);
    if (kernel == null) {
      console
          .err()
          .println("cannot tell what this kernel lacks: /proc/kallsyms does not list its calls");
    }
    List<ProfileFinding> findings = ProfileLint.of(profile, SyscallMachine.ofThisMachine(), kernel);
    PrintWriter out = console.writer();
    for (ProfileFinding finding : findings) {
      String kind = finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      out.println(file + ": " + kind + ": " + finding.text());
    }
    return findings.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
