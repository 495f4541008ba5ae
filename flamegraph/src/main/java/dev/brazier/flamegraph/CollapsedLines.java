package dev.brazier.flamegraph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Takes blocks of collapsed text, as bytes, into a tree. No line becomes a {@code String}, and the
 * frames that a line shares with the line before are neither hashed nor looked up again.
 *
 * <p>Several threads may share a text: each has one of these, and {@link #merged} makes one result
 * of them that does not tell who took what.
 */
final class CollapsedLines {
  private static final int REPORTED = 5;

  private final CallTree.Builder stacks = CallTree.builder();
  private final NodeTable nodes = stacks.nodes();
  private final FrameTokens tokens = new FrameTokens(stacks);
  private final CountText count = new CountText();
  private final RowDeclaration rows = new RowDeclaration();
  private final List<Fault> firstFaults = new ArrayList<>();
  private LineBlocks.Block block = new LineBlocks.Block();
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

  /** A bad line, by its place in a block: how many lines lie before that is known at the end. */
  private record Fault(int block, long line, String reason, String excerpt) {
    MalformedLine in(LineBlocks blocks) {
      return new MalformedLine(blocks.linesBefore(block) + line, reason, excerpt);
    }
  }

  /** Takes all lines of a block. */
  void take(LineBlocks.Block taken) {
    block = taken;
    depth = 0;
    walked = 0;
    previousStart = taken.start();
    previousEnd = taken.start();
    if (taken.isTooLong()) {
      taken.countLine();
      malformed(new byte[0], 0, 0, "longer than " + (LineBlocks.MAX_LINE >> 20) + " MiB");
    }
    for (int at = taken.start(); at < taken.end(); ) {
      at = takeLine(taken.text(), at, taken.end());
    }
  }

  /**
   * What all parts of a text come to.
   *
   * @param blocks where they had it from; all of it is taken
   */
  static CollapsedInput merged(List<CollapsedLines> parts, LineBlocks blocks) throws IOException {
    RowDeclaration rows = new RowDeclaration();
    parts.forEach(part -> rows.add(part.rows));
    List<Callable<SortedStacks>> sorting = new ArrayList<>();
    for (CollapsedLines part : parts) {
      sorting.add(
          () -> {
            rows.apply(part.stacks);
            return part.stacks.drain();
          });
    }
    SortedStacks stacks =
        SharedWork.results(sorting).stream().reduce(SortedStacks::mergedWith).orElseThrow();
    return new CollapsedInput(
        stacks.tree(),
        blocks.lines(),
        parts.stream().mapToLong(part -> part.stackCount).sum(),
        parts.stream().mapToLong(part -> part.rounded).sum(),
        parts.stream().mapToLong(part -> part.malformed).sum(),
        parts.stream()
            .flatMap(part -> part.firstFaults.stream())
            .map(fault -> fault.in(blocks))
            .sorted((a, b) -> Long.compare(a.number(), b.number()))
            .limit(REPORTED)
            .toList());
  }

  /** Takes one line and returns the start of the next. */
  private int takeLine(byte[] text, int start, int limit) {
    block.countLine();
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
    if (firstFaults.size() < REPORTED) {
      String tail = FrameTokens.decode(text, Math.max(start, end - 240), end);
      String shown = PrintableText.of(tail);
      String excerpt = shown.substring(Math.max(0, shown.length() - 60));
      firstFaults.add(new Fault(block.number(), block.lines(), reason, excerpt));
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
