package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Reads the blocks that profile, offcputime and stackcount of bcc and of libbpf-tools print: one
 * frame a line, the leaf first, then who it was and how often or how long, then an empty line:
 *
 * <pre>{@code
 * vfs_read
 * ksys_read
 * --
 * main
 * -                burn (1234)
 *     7
 * }</pre>
 *
 * <p>The line {@code --}, of {@code -d}, parts the kernel's frames from the others; so does {@code
 * _[k]}, of {@code -a}.
 */
final class BccReader {
  private final TextChunks chunks;
  private final Harvest harvest;
  private final StackPath path = new StackPath();
  private final Map<String, Integer> kernelFrames = new HashMap<>();
  private final Map<String, Integer> otherFrames = new HashMap<>();
  private final Map<String, InputOrigin> origins = new HashMap<>();

  private final List<String> block = new ArrayList<>();
  private long blockLine;
  private long line;
  private String unit = "counts";

  BccReader(InputStream in, FrameSink sink) {
    chunks = new TextChunks(in);
    harvest = new Harvest(sink, "line");
  }

  InputReport read() throws IOException {
    chunks.forEachLine(
        text -> {
          line++;
          takeLine(text.stripTrailing());
        });
    chunks.noteCutLines(harvest);
    endBlock();
    return harvest.report(InputFormat.BCC, "", unit, line, Map.of());
  }

  private void takeLine(String text) {
    if (text.isEmpty()) {
      endBlock();
    } else if (text.startsWith(" ") || text.startsWith("\t")) {
      if (block.isEmpty()) {
        blockLine = line;
      }
      block.add(text.strip());
    } else if (text.startsWith("Sampling at ")) {
      unit = "samples";
    } else if (text.startsWith("Tracing ")) {
      unit = text.contains("(us)") ? "microseconds" : unit;
    } else if (!text.startsWith("Detaching") && !text.startsWith("WARNING")) {
      harvest.skip(line, "neither a frame nor a count", Excerpt.of(text));
    }
  }

  private void endBlock() {
    if (block.isEmpty()) {
      return;
    }
    String last = block.remove(block.size() - 1);
    long count = count(last);
    if (count < 0) {
      harvest.skip(blockLine, "a stack without a count", Excerpt.of(last));
    } else {
      InputOrigin origin = takeOrigin();
      addFrames();
      harvest.stack(path, count, origin, FrameSink.NO_TIME, blockLine);
    }
    block.clear();
  }

  /** Takes the line that says who it was off the block, if there is one. */
  private InputOrigin takeOrigin() {
    String last = block.isEmpty() ? "" : block.get(block.size() - 1);
    boolean dashed = last.startsWith("- ") && last.endsWith(")");
    boolean bracketed = last.endsWith("]") && last.contains(" [") && pid(last, '[') >= 0;
    if (!dashed && !bracketed) {
      return InputOrigin.UNKNOWN;
    }
    block.remove(block.size() - 1);
    return origins.computeIfAbsent(last, text -> origin(text, dashed));
  }

  private static InputOrigin origin(String text, boolean dashed) {
    char bracket = dashed ? '(' : '[';
    int pid = pid(text, bracket);
    int end = pid < 0 ? text.length() : text.lastIndexOf(bracket);
    String name = text.substring(dashed ? 1 : 0, end).strip();
    OptionalInt known = pid < 0 ? OptionalInt.empty() : OptionalInt.of(pid);
    return new InputOrigin("", name, known, name, OptionalInt.empty());
  }

  private static int pid(String text, char bracket) {
    int open = text.lastIndexOf(bracket);
    long pid = open < 0 ? -1 : count(text.substring(open + 1, text.length() - 1));
    return pid > Integer.MAX_VALUE ? -1 : (int) pid;
  }

  private void addFrames() {
    path.clear();
    boolean kernel = block.contains("--");
    for (String text : block) {
      if (text.equals("--")) {
        kernel = false;
      } else {
        path.addCaller(number(text, kernel));
      }
    }
  }

  private int number(String text, boolean kernel) {
    Map<String, Integer> known = kernel ? kernelFrames : otherFrames;
    Integer number = known.get(text);
    if (number == null) {
      number = harvest.frame(frame(text, kernel));
      known.put(text, number);
    }
    return number;
  }

  private static Frame frame(String text, boolean kernel) {
    String symbol = withoutAddress(text);
    boolean marked = symbol.endsWith("_[k]");
    String name = marked ? symbol.substring(0, symbol.length() - 4) : symbol;
    if (name.isEmpty() || name.equals(CodeFile.UNNAMED)) {
      return CodeFile.unnamed("");
    }
    if (name.startsWith("[Missed ")) {
      return new Frame(name, FrameKind.UNKNOWN);
    }
    return new Frame(name, kernel || marked ? FrameKind.KERNEL : FrameKind.NATIVE);
  }

  /** The symbol of {@code ffffffff8104f45a vfs_read}, which {@code -v} prints. */
  private static String withoutAddress(String text) {
    int blank = text.indexOf(' ');
    boolean addressed =
        blank >= 8
            && text.chars()
                .skip(text.startsWith("0x") ? 2 : 0)
                .limit(blank)
                .takeWhile(c -> c != ' ')
                .allMatch(c -> Character.digit(c, 16) >= 0);
    return addressed ? text.substring(blank).strip() : text;
  }

  /** The number that a text is, at most what a {@code long} holds; -1 for what is none. */
  private static long count(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return Long.MAX_VALUE;
    }
  }
}
