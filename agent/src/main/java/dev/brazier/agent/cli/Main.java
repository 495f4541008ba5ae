package dev.brazier.agent.cli;

import dev.brazier.agent.record.Recording;

/** Where the process starts: {@code brazier COMMAND [OPTION…]}. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("record")) {
      // The command line takes as long to be understood as libbpf to be loaded: do both at once.
      Recording.warmUp();
    }
    EarlyEnd.exit(CommandTree.run(Console.ofProcess(), args));
  }
}
