package dev.brazier.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root: does nothing itself but show what there is. */
@Command(
    name = "brazier",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Shows what a Linux machine spends its CPU time on, as a flame graph.",
    synopsisHeading = "%nUsage: ",
    description =
        "%nSamples every process on the machine through eBPF, names the kernel, native and JIT"
            + " frames, and tells which container each stack belongs to.",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: standard error says at what, why, and what helps",
      "2:usage: the command line makes no sense",
      "3:not permitted: more privileges are needed"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  sudo brazier record                  the whole machine for 10 s",
      "  sudo brazier record -c web -d 30s    one container for 30 s",
      "  brazier doctor                       what is not permitted here, and how to permit it",
      "  brazier COMMAND --help               everything about one command",
    })
final class BrazierCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "name a command: record, stat, doctor, flamegraph, diff, view, containers, seccomp,"
              + " version, completion");
    }
  }
}
