package dev.brazier.agent.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams and the terminal behind them. Text is UTF-8 whatever the locale:
 * symbols and SVG are.
 *
 * @param in standard input
 * @param out standard output, for results only; reports errors, which a {@code PrintStream} hides
 * @param err standard error, for progress, summaries and complaints
 * @param columns width of the terminal in characters; 0 when standard output or standard error is
 *     not a terminal, and nothing that moves may be drawn
 */
record Console(InputStream in, OutputStream out, PrintStream err, int columns) {

  /**
   * The launcher looks whether there is a terminal and tells us here: Java 17 can only say so for
   * standard input and output together, and cannot tell a width.
   */
  private static final String COLUMNS_PROPERTY = "brazier.columns";

  /** This process's own streams. */
  static Console ofProcess() {
    return new Console(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Math.max(0, Integer.getInteger(COLUMNS_PROPERTY, 0)));
  }

  /** Whether a person is watching. */
  boolean isTerminal() {
    return columns > 0;
  }

  /** Standard output for text. */
  PrintWriter writer() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
  }

  /** Standard error for picocli, which wants a writer. */
  PrintWriter errorWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }
}
