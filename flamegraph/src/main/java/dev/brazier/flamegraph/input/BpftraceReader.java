package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the maps that bpftrace prints whose keys hold a stack:
 *
 * <pre>{@code
 * @cpu[
 *     vfs_read+1
 *     ksys_read+95
 * ,
 *     read+16
 *     main+34
 * , burn]: 7
 * }</pre>
 *
 * <p>Other maps, histograms and what a script prints itself are left out. The parts of a key that
 * are no stacks, joined, stand as the process. A map is an event: the first one counts unless
 * another is asked for.
 */
final class BpftraceReader {
  private final TextChunks chunks;
  private final InputOptions options;
  private final Harvest harvest;
  private final BpftraceFrames frames;
  private final StackPath path = new StackPath();
  private final Map<String, Long> maps = new LinkedHashMap<>();
  private final Map<String, InputOrigin> origins = new LinkedHashMap<>();

  private String chosen = "";
  private long line;
  private long otherLines;

  // The key that is being read: its map, where it began, its stacks so far, its other parts.
  private String map = "";
  private long keyLine;
  private final List<List<String>> stacks = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();

  BpftraceReader(InputStream in, InputOptions options, FrameSink sink) {
    chunks = new TextChunks(in);
    this.options = options;
    harvest = new Harvest(sink, "line");
    frames = new BpftraceFrames(harvest);
  }

  InputReport read() throws IOException {
    chunks.forEachLine(
        text -> {
          line++;
          takeLine(text);
        });
    chunks.noteCutLines(harvest);
    if (keyLine > 0) {
      harvest.skip(keyLine, "the key of a map without its value", map);
    }
    if (otherLines > 0) {
      harvest.note(otherLines + " lines are no maps of stacks");
    }
    return harvest.report(InputFormat.BPFTRACE, chosen(), "counts", line, maps);
  }

  private void takeLine(String text) {
    if (keyLine == 0) {
      startKey(text);
    } else if (text.startsWith(" ") || text.startsWith("\t")) {
      stacks.get(stacks.size() - 1).add(text);
    } else if (text.startsWith("@") && text.indexOf('[') > 0) {
      harvest.skip(keyLine, "the key of a map without its value", map);
      startKey(text);
    } else {
      takeParts(text, false);
    }
  }

  private void startKey(String text) {
    keyLine = 0;
    int open = text.startsWith("@") ? text.indexOf('[') : -1;
    if (open < 0) {
      otherLines += text.isBlank() || text.startsWith("Attach") ? 0 : 1;
      return;
    }
    map = text.substring(0, open);
    keyLine = line;
    stacks.clear();
    parts.clear();
    takeParts(text.substring(open + 1), true);
  }

  /**
   * Takes the parts of a key that share a line with commas. An empty part is a stack: one without
   * frames, or at the line's end one whose frames follow. The first part of a line that is not the
   * key's first only ends the stack above it.
   */
  private void takeParts(String text, boolean first) {
    int close = text.lastIndexOf("]: ");
    String[] found = (close < 0 ? text : text.substring(0, close)).split(", ", -1);
    for (int i = first ? 0 : 1; i < found.length; i++) {
      if (found[i].isEmpty()) {
        stacks.add(new ArrayList<>());
      } else {
        parts.add(found[i]);
      }
    }
    if (close >= 0) {
      endKey(text.substring(close + 3).strip());
    } else if (stacks.isEmpty()) {
      otherLines++;
      keyLine = 0;
    }
  }

  private void endKey(String value) {
    long start = keyLine;
    keyLine = 0;
    if (stacks.isEmpty()) {
      otherLines++;
      return;
    }
    maps.merge(map, 1L, Long::sum);
    if (!isChosen()) {
      return;
    }
    long count = count(value);
    if (count == Long.MIN_VALUE) {
      harvest.skip(start, "the value is not a number", Excerpt.of(value));
      return;
    }
    path.clear();
    frames.add(stacks, path);
    String process = String.join(", ", parts);
    InputOrigin origin = origins.computeIfAbsent(process, InputOrigin::ofName);
    harvest.stack(path, count, origin, FrameSink.NO_TIME, start);
  }

  private boolean isChosen() {
    String wanted = options.event();
    if (chosen.isEmpty() && (wanted.isEmpty() || map.equals(wanted) || map.equals("@" + wanted))) {
      chosen = map;
    }
    return map.equals(chosen);
  }

  private String chosen() {
    return chosen.isEmpty() ? options.event() : chosen;
  }

  /** The whole number, as far as one can be; {@link Long#MIN_VALUE} for what is none. */
  private static long count(String value) {
    if (value.isEmpty()
        || !value
            .substring(value.startsWith("-") ? 1 : 0)
            .chars()
            .allMatch(c -> c >= '0' && c <= '9')) {
      return Long.MIN_VALUE;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      // Nothing but digits, and too many of them, or a sign alone.
      return value.length() < 2 ? Long.MIN_VALUE : value.startsWith("-") ? -1 : Long.MAX_VALUE;
    }
  }
}
