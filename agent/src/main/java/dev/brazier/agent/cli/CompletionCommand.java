package dev.brazier.agent.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code brazier completion}: the script that teaches a shell our commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    header = "Prints the completion script for bash and zsh.",
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  . <(brazier completion)                      this shell only",
      "  brazier completion | sudo tee /etc/bash_completion.d/brazier >/dev/null"
    })
final class CompletionCommand implements Runnable {

  private final Console console;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    PrintWriter out = console.writer();
    out.print(AutoComplete.bash("brazier", CommandTree.whole(console)));
    out.flush();
  }
}
