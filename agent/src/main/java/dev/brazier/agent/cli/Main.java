package dev.brazier.agent.cli;

/** Where the process starts: {@code brazier COMMAND [OPTION…]}. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    EarlyEnd.exit(CommandTree.run(Console.ofProcess(), args));
  }
}
