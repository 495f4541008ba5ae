package dev.brazier.flamegraph.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stack as difffolded.pl prints it.
 *
 * @param before its count in the file that is named first
 * @param scaled that count with {@code -n}, which scales it to the total of the other file
 * @param after its count in the other file
 * @param stack the names of its frames, root first, parted by {@code ;}
 */
record PeerStack(long before, long scaled, long after, String stack) {

  /** Reads a table: the counts and the stack, parted by tabs. */
  static List<PeerStack> ofTable(Path file) throws IOException {
    List<PeerStack> stacks = new ArrayList<>();
    for (String line : Files.readAllLines(file, UTF_8)) {
      String[] parts = line.split("\t", 4);
      stacks.add(
          new PeerStack(
              Long.parseLong(parts[0]),
              Long.parseLong(parts[1]),
              Long.parseLong(parts[2]),
              parts[3]));
    }
    return stacks;
  }

  /** Runs the program, with {@code -n} and without. */
  static List<PeerStack> printedBy(String program, Path before, Path after)
      throws IOException, InterruptedException {
    Map<String, Long> scaled = new HashMap<>();
    for (PeerStack stack : run("perl", program, "-n", before.toString(), after.toString())) {
      scaled.put(stack.stack, stack.before);
    }
    List<PeerStack> stacks = new ArrayList<>();
    for (PeerStack stack : run("perl", program, before.toString(), after.toString())) {
      long count = scaled.getOrDefault(stack.stack, -1L);
      stacks.add(new PeerStack(stack.before, count, stack.after, stack.stack));
    }
    return stacks;
  }

  private static List<PeerStack> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    List<PeerStack> stacks = new ArrayList<>();
    for (String line : printed.lines().toList()) {
      int second = line.lastIndexOf(' ');
      int first = line.lastIndexOf(' ', second - 1);
      long before = Long.parseLong(line.substring(first + 1, second));
      long after = Long.parseLong(line.substring(second + 1));
      stacks.add(new PeerStack(before, before, after, line.substring(0, first)));
    }
    return stacks;
  }

  /** Whether it was seen at all: a line may say that it was not. */
  boolean isCounted() {
    return before > 0 || after > 0;
  }

  /** The line that it printed, where we spell the kind of what C1 compiled as all that is. */
  String printed() {
    return stack.replaceAll("_\\[1](?=;|$)", "_[j]") + " " + before + " " + after;
  }

  /** The line of a table that says the same. */
  String line() {
    return before + "\t" + scaled + "\t" + after + "\t" + stack;
  }

  /** The names without the kinds of frames at their ends. */
  String names() {
    return stack.replaceAll("_\\[[kwij01]](?=;|$)", "");
  }
}
