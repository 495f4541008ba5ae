package dev.brazier.container.symbol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Named ranges of runtime addresses that are added one by one, where a later one hides what it
 * overlaps.
 *
 * <p>Those added lately are searched from the newest to the oldest. When there are too many of them
 * for that, all ranges are laid out anew as disjoint pieces for a binary search; the number that is
 * too many grows with the whole, so that each range is laid out a bounded number of times.
 */
final class GeneratedCode {
  private static final int LATELY = 512;
  private static final int LATELY_SHARE = 32;

  private long[] starts = new long[256];
  private long[] ends = new long[256];
  private int[] names = new int[256];
  private int count;

  private byte[] text = new byte[8192];
  private int textSize;

  /** The first range that is not laid out yet. */
  private int laidOut;

  private long[] pieceStarts = new long[0];
  private long[] pieceEnds = new long[0];
  private int[] pieceOwners = new int[0];
  private int pieces;

  /** Appends a range; the end must not overflow. */
  void add(long start, long size, byte[] bytes, int name, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      names = Arrays.copyOf(names, 2 * count);
    }
    if (textSize + length + 1 > text.length) {
      text = Arrays.copyOf(text, 2 * text.length + length);
    }
    starts[count] = start;
    ends[count] = start + size;
    names[count++] = textSize;
    System.arraycopy(bytes, name, text, textSize, length);
    text[textSize + length] = 0;
    textSize += length + 1;
  }

  int size() {
    return count;
  }

  int nameBytes() {
    return textSize;
  }

  long memory() {
    return 20L * (starts.length + pieceStarts.length) + text.length;
  }

  /** The range that owns an address, or -1. */
  int find(long address) {
    if (count - laidOut > LATELY + laidOut / LATELY_SHARE) {
      layOut();
    }
    for (int i = count - 1; i >= laidOut; i--) {
      if (address >= starts[i] && address < ends[i]) {
        return i;
      }
    }
    int found = Arrays.binarySearch(pieceStarts, 0, pieces, address);
    int piece = found >= 0 ? found : -found - 2;
    return piece >= 0 && address < pieceEnds[piece] ? pieceOwners[piece] : -1;
  }

  long start(int range) {
    return starts[range];
  }

  String name(int range) {
    return new String(text, names[range], nameLength(range), StandardCharsets.UTF_8);
  }

  private int nameLength(int range) {
    int end = names[range];
    while (text[end] != 0) {
      end++;
    }
    return end - names[range];
  }

  /**
   * Sweeps over all ranges by their starts. The heap holds those begun, the latest added on top: it
   * owns the addresses until it ends or a later added one begins. Every range enters and leaves the
   * heap once.
   */
  private void layOut() {
    pieceStarts = new long[count];
    pieceEnds = new long[count];
    pieceOwners = new int[count];
    pieces = 0;
    PriorityQueue<Integer> begun = new PriorityQueue<>((a, b) -> Integer.compare(b, a));
    long cursor = 0;
    for (int next : AddressOrder.of(starts, count)) {
      cursor = close(begun, cursor, starts[next]);
      begun.add(next);
    }
    close(begun, cursor, Long.MAX_VALUE);
    dropHidden();
    laidOut = count;
  }

  /** Forgets the ranges that own nothing any more, once they are the larger half. */
  private void dropHidden() {
    int[] newIndex = new int[count];
    for (int piece = 0; piece < pieces; piece++) {
      newIndex[pieceOwners[piece]] = 1;
    }
    int kept = Arrays.stream(newIndex).sum();
    if (kept > count / 2) {
      return;
    }
    GeneratedCode shown = new GeneratedCode();
    for (int i = 0; i < count; i++) {
      if (newIndex[i] == 1) {
        newIndex[i] = shown.count;
        shown.add(starts[i], ends[i] - starts[i], text, names[i], nameLength(i));
      }
    }
    for (int piece = 0; piece < pieces; piece++) {
      pieceOwners[piece] = newIndex[pieceOwners[piece]];
    }
    starts = shown.starts;
    ends = shown.ends;
    names = shown.names;
    text = shown.text;
    textSize = shown.textSize;
    count = shown.count;
  }

  /** Writes the pieces from the cursor to an address and returns the new cursor. */
  private long close(PriorityQueue<Integer> begun, long from, long to) {
    long cursor = from;
    for (Integer top; cursor < to && (top = begun.peek()) != null; ) {
      if (ends[top] <= cursor) {
        begun.poll();
        continue;
      }
      long start = Math.max(cursor, starts[top]);
      cursor = Math.min(ends[top], to);
      piece(start, cursor, top);
    }
    return Math.max(cursor, to == Long.MAX_VALUE ? cursor : to);
  }

  private void piece(long start, long end, int owner) {
    boolean continued =
        pieces > 0 && pieceOwners[pieces - 1] == owner && pieceEnds[pieces - 1] == start;
    if (continued) {
      pieceEnds[pieces - 1] = end;
      return;
    }
    if (pieces == pieceStarts.length) {
      int larger = 2 * pieces + 1;
      pieceStarts = Arrays.copyOf(pieceStarts, larger);
      pieceEnds = Arrays.copyOf(pieceEnds, larger);
      pieceOwners = Arrays.copyOf(pieceOwners, larger);
    }
    pieceStarts[pieces] = start;
    pieceEnds[pieces] = end;
    pieceOwners[pieces++] = owner;
  }
}
