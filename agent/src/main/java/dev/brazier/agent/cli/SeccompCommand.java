package dev.brazier.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code brazier seccomp}: does nothing itself but show what there is. */
@Command(
    name = "seccomp",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Makes, checks and explains seccomp profiles.",
    synopsisHeading = "%nUsage: ",
    description =
        "%nA seccomp profile lists the system calls that the programs of a container may make. Those"
            + " that container runtimes come with refuse some that a profiler needs, and a refusal"
            + " looks like any other 'Operation not permitted'.",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier seccomp generate -o brazier.json           what brazier itself needs",
      "  brazier seccomp merge old.json bpf -o new.json     add to a profile",
      "  brazier seccomp lint old.json                      find mistakes in one",
      "  dmesg | brazier seccomp decode                     name what was caught",
      "  brazier seccomp audit                              see live what is refused",
      "  brazier seccomp advise -c web --wait -o web.json   make a profile for a container"
    })
final class SeccompCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** The command with everything below it. */
  static CommandLine line(Console console) {
    // What follows COMMAND are COMMAND's options, with or without -- before it.
    CommandLine advise =
        new CommandLine(new SeccompAdviseCommand(console)).setStopAtPositional(true);
    return new CommandLine(new SeccompCommand())
        .addSubcommand("generate", new SeccompGenerateCommand(console))
        .addSubcommand("decode", new SeccompDecodeCommand(console))
        .addSubcommand("merge", new SeccompMergeCommand(console))
        .addSubcommand("lint", new SeccompLintCommand(console))
        .addSubcommand("audit", new SeccompAuditCommand(console))
        .addSubcommand("advise", advise);
  }

  @Override
  public void run() {
    if (spec != null) {
      String names = String.join(", ", spec.subcommands().keySet());
      throw new CommandLine.ParameterException(spec.commandLine(), "name a command: " + names);
    }
  }
}
