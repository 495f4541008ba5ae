package dev.brazier.flamegraph;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The frames of collapsed text by their bytes: each distinct spelling is decoded once. Spellings
 * that mean the same frame (two broken encodings of one name, say) get the same number.
 */
final class FrameTokens {
  static final int HASH_FACTOR = 31;
  private static final String UNNAMED = "[unknown]";

  private final CallTree.Builder stacks;
  private byte[] pool = new byte[1 << 16];
  private int pooled;
  private int size;
  private int[] starts = new int[1 << 10];
  private int[] hashes = new int[1 << 10];
  private int[] frames = new int[1 << 10];

  /** For each frame the token that spelled it last. */
  private int[] tokens = new int[1 << 10];

  /** Token numbers plus 1; 0 is free. At most half full. */
  private int[] slots = new int[1 << 11];

  FrameTokens(CallTree.Builder stacks) {
    this.stacks = stacks;
  }

  /** The builder's number for the frame that these bytes spell. */
  int frame(byte[] text, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = hash * HASH_FACTOR + text[at];
    }
    return frame(text, from, to, hash);
  }

  /** The same with the bytes' hash: {@code hash * HASH_FACTOR + b} over all bytes, from 0. */
  int frame(byte[] text, int from, int to, int hash) {
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
      if (hashes[found - 1] == hash && spells(found - 1, text, from, to)) {
        return frames[found - 1];
      }
    }
    if (size * 2 + 2 > slots.length) {
      grow();
      return frame(text, from, to, hash);
    }
    slots[slot] = size + 1;
    return add(text, from, to, hash);
  }

  /**
   * Whether the text from {@code from} begins with a spelling of a frame and a {@code ;}.
   *
   * @param frame a number that this has returned
   * @param limit where the text ends
   * @return where the {@code ;} is, or -1
   */
  int endOf(int frame, byte[] text, int from, int limit) {
    int token = tokens[frame];
    int start = starts[token];
    int length = end(token) - start;
    int end = from + length;
    return end < limit
            && text[end] == ';'
            && Arrays.equals(pool, start, start + length, text, from, end)
        ? end
        : -1;
  }

  static String decode(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private boolean spells(int token, byte[] text, int from, int to) {
    return Arrays.equals(pool, starts[token], end(token), text, from, to);
  }

  private int end(int token) {
    return token + 1 == size ? pooled : starts[token + 1];
  }

  private int add(byte[] text, int from, int to, int hash) {
    int length = to - from;
    if (pooled + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(pool.length * 2, pooled + length));
    }
    System.arraycopy(text, from, pool, pooled, length);
    starts[size] = pooled;
    hashes[size] = hash;
    pooled += length;
    int frame = stacks.frame(meaning(decode(text, from, to)));
    if (frame >= tokens.length) {
      tokens = Arrays.copyOf(tokens, frame * 2);
    }
    frames[size] = frame;
    tokens[frame] = size++;
    return frame;
  }

  private void grow() {
    int capacity = slots.length;
    starts = Arrays.copyOf(starts, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    frames = Arrays.copyOf(frames, capacity);
    int[] bigger = new int[capacity * 2];
    int mask = bigger.length - 1;
    for (int token = 0; token < size; token++) {
      int slot = spread(hashes[token]) & mask;
      while (bigger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      bigger[slot] = token + 1;
    }
    slots = bigger;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }

  private static Frame meaning(String text) {
    int base = text.length() - "_[k]".length();
    if (base > 0 && text.startsWith("_[", base) && text.endsWith("]")) {
      FrameKind kind =
          switch (text.charAt(base + 2)) {
            case 'k' -> FrameKind.KERNEL;
            case 'j', '1' -> FrameKind.JIT;
            case '0' -> FrameKind.INTERPRETED;
            case 'i' -> FrameKind.INLINED;
            default -> FrameKind.NATIVE;
          };
      return new Frame(kind == FrameKind.NATIVE ? text : text.substring(0, base), kind);
    }
    if (text.isBlank()) {
      return new Frame(UNNAMED, FrameKind.UNKNOWN);
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      boolean thread = text.contains(" tid=");
      return new Frame(text, thread ? FrameKind.THREAD : FrameKind.UNKNOWN);
    }
    return new Frame(text, FrameKind.NATIVE);
  }
}
