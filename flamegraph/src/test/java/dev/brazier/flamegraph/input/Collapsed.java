package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Inputs in short, and trees as text to compare. */
final class Collapsed {
  private Collapsed() {}

  static InputTree read(String text) {
    return read(text, InputOptions.DEFAULT);
  }

  static InputTree read(String text, InputOptions options) {
    return read(text.getBytes(StandardCharsets.UTF_8), options);
  }

  static InputTree read(byte[] file, InputOptions options) {
    try {
      return StackInput.readTree(new ByteArrayInputStream(file), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stacks as collapsed lines, without the line that declares rows. */
  static String text(InputTree input) {
    return text(input.tree());
  }

  private static String text(CallTree tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CollapsedWriter.write(tree, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.endsWith(" 0"))
        .collect(Collectors.joining("\n"));
  }
}
