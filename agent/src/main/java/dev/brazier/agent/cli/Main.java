package dev.brazier.agent.cli;

import dev.brazier.agent.record.Recording;
import dev.brazier.flamegraph.FlameGraph;

/** Where the process starts: {@code brazier COMMAND [OPTION…]}. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0) {
      warmUp(args[0]);
    }
    EarlyEnd.exit(CommandTree.run(Console.ofProcess(), args));
  }

  /**
   * Loads, in the background, what a command will need: the command line takes as long to be
   * understood as libbpf to be loaded, or as what draws pictures.
   */
  private static void warmUp(String command) {
    switch (command) {
      case "record" -> Recording.warmUp();
      case "flamegraph", "diff" -> startPictures();
      default -> {}
    }
  }

  private static void startPictures() {
    Thread thread = new Thread(FlameGraph::warmUp, "brazier-warm-up");
    thread.setDaemon(true);
    thread.start();
  }
}
