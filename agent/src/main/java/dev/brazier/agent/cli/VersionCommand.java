package dev.brazier.agent.cli;

import picocli.CommandLine.Command;

/** {@code brazier version}: what exactly is running, for a bug report. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    header = "Prints the version of brazier and of what it runs on.")
final class VersionCommand implements Runnable {

  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    console
        .writer()
        .printf(
            "brazier %s%njava %s (%s)%nlinux %s %s%n",
            ProgramVersion.current(),
            System.getProperty("java.runtime.version"),
            System.getProperty("java.vendor"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }
}
