package dev.brazier.agent.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard streams in memory. */
final class FakeConsole {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console;

  /**
   * @param input what standard input holds
   * @param columns width of the terminal, 0 for none
   */
  FakeConsole(String input, int columns) {
    console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            columns);
  }

  /** No input and no terminal. */
  FakeConsole() {
    this("", 0);
  }

  Console console() {
    return console;
  }

  /** Runs a command line and gives its exit code. */
  int run(String... arguments) {
    return CommandTree.run(console, arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
