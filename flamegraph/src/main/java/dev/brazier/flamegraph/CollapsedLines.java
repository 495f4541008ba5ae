package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes whole lines of collapsed text, as bytes, into a tree. No line becomes a {@code String}, and
 * the frames that a line shares with the line before are neither hashed nor looked up again.
 */
final class CollapsedLines {
  private static final int REPORTED = 5;

  private final CallTree.Builder stacks = CallTree.builder();
  private final NodeTable nodes = stacks.nodes();
  private final FrameTokens tokens = new FrameTokens(stacks);
  private final CountText count = new CountText();
  private final RowDeclaration rows = new RowDeclaration();
  private final List<MalformedLine> firstMalformed = new ArrayList<>();
  private long lineCount;
  private long stackCount;
  private long rounded;
  private long malformed;

  // The line before and the current one share these arrays: frame k of the line is frames[k], ends
  // at the ';' that lies ends[k] bytes into the line, and is nodeAt[k] for all k < walked.
  private int[] frames = new int[256];
  private int[] ends = new int[256];
  private int[] nodeAt = new int[256];
  private int depth;
  private int walked;
  private int previousStart;
  private int previousEnd;

  void take(byte[] text, int end) {
    take(text, 0, end);
  }

  /** Takes the lines from {@code start} to {@code end}, which is just behind a line end. */
  void take(byte[] text, int start, int end) {
    depth = 0;
    walked = 0;
    previousStart = start;
    previousEnd = start;
    for (int at = start; at < end; ) {
      at = takeLine(text, at, end);
    }
  }

  void tooLong(int limit) {
    lineCount++;
    malformed(new byte[0], 0, 0, "longer than " + (limit >> 20) + " MiB");
  }

  CollapsedInput result() {
    rows.apply(stacks);
    return new CollapsedInput(
        stacks.build(), lineCount, stackCount, rounded, malformed, firstMalformed);
  }

  /** Takes one line and returns the start of the next. */
  private int takeLine(byte[] text, int start, int limit) {
    lineCount++;
    keepShared(text, start, limit);
    int from = followGuesses(text, start, limit);
    int at = from;
    int hash = 0;
    for (byte b; (b = text[at]) != '\n'; at++) {
      if (b == ';') {
        push(tokens.frame(text, from, at, hash), at - start);
        find();
        from = followGuesses(text, start, limit);
        at = from - 1;
        hash = 0;
      } else {
        hash = hash * FrameTokens.HASH_FACTOR + b;
      }
    }
    previousStart = start;
    previousEnd = at;
    if (text[start] != '#') {
      finish(text, start, from, at);
    }
    return at + 1;
  }

  /**
   * Takes frames as long as each is the one that followed the last time: they are compared, which
   * is much faster than to hash and look them up.
   *
   * @return where the first frame begins that is not
   */
  private int followGuesses(byte[] text, int start, int limit) {
    int from = depth == 0 ? start : start + ends[depth - 1] + 1;
    while (walked == depth) {
      int guess = nodes.lastChild(walked == 0 ? NodeTable.ROOT : nodeAt[walked - 1]);
      int end = guess == 0 ? -1 : tokens.endOf(nodes.frame(guess), text, from, limit);
      if (end < 0) {
        break;
      }
      push(nodes.frame(guess), end - start);
      nodeAt[walked++] = guess;
      from = end + 1;
    }
    return from;
  }

  /** Goes on to the node of the last frame, if there is one yet. */
  private void find() {
    if (walked == depth - 1) {
      int node = nodes.find(walked == 0 ? NodeTable.ROOT : nodeAt[walked - 1], frames[walked]);
      if (node != 0) {
        nodeAt[walked++] = node;
      }
    }
  }

  /** Cuts {@link #depth} back to the frames that this line and the one before begin with. */
  private void keepShared(byte[] text, int start, int limit) {
    int same = Arrays.mismatch(text, previousStart, previousEnd, text, start, limit);
    int shared = 0;
    while (shared < depth && (same < 0 || ends[shared] < same)) {
      shared++;
    }
    depth = shared;
    walked = Math.min(walked, shared);
  }

  private void push(int frame, int end) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
      ends = Arrays.copyOf(ends, depth * 2);
      nodeAt = Arrays.copyOf(nodeAt, depth * 2);
    }
    frames[depth] = frame;
    ends[depth++] = end;
  }

  /** Ends a line whose last frame and count lie between {@code from} and {@code lineEnd}. */
  private void finish(byte[] text, int start, int from, int lineEnd) {
    int end = trimmed(text, start, lineEnd);
    if (end == start) {
      return;
    }
    int countStart = end;
    while (countStart > from && !isBlank(text[countStart - 1])) {
      countStart--;
    }
    int nameEnd = trimmed(text, from, countStart);
    String fault = fault(text, from, nameEnd, countStart, end);
    if (fault != null) {
      malformed(text, start, end, fault);
      return;
    }
    // The last frame has no ';' behind it: it stands apart so that it is never taken for shared.
    int last = nameEnd == from ? -1 : tokens.frame(text, from, nameEnd);
    if (count.value() > 0) {
      add(last);
    } else if (rows.declares(stacks, frames, depth, last)) {
      return;
    }
    if (count.rounded()) {
      rounded++;
    }
  }

  private @Nullable String fault(byte[] text, int from, int nameEnd, int countStart, int end) {
    if (countStart == from) {
      return "no count after the stack";
    }
    if (nameEnd == from && depth == 0) {
      return "no stack before the count";
    }
    if (depth >= CallTree.MAX_DEPTH) {
      return "more than " + CallTree.MAX_DEPTH + " frames";
    }
    return count.parse(text, countStart, end);
  }

  private void add(int last) {
    int node = walked == 0 ? NodeTable.ROOT : nodeAt[walked - 1];
    for (; walked < depth; walked++) {
      node = nodes.child(node, frames[walked]);
      nodeAt[walked] = node;
    }
    nodes.addSelf(last < 0 ? node : nodes.child(node, last), count.value());
    stackCount++;
  }

  private void malformed(byte[] text, int start, int end, String reason) {
    malformed++;
    if (firstMalformed.size() < REPORTED) {
      String tail = FrameTokens.decode(text, Math.max(start, end - 240), end);
      String shown = PrintableText.of(tail);
      firstMalformed.add(
          new MalformedLine(lineCount, reason, shown.substring(Math.max(0, shown.length() - 60))));
    }
  }

  private static int trimmed(byte[] text, int start, int end) {
    int to = end;
    while (to > start && (isBlank(text[to - 1]) || text[to - 1] == '\r')) {
      to--;
    }
    return to;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
