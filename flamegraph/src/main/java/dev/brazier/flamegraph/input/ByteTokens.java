package dev.brazier.flamegraph.input;

import java.util.Arrays;

/** A map from byte strings to small numbers, which makes no objects to look one up. */
final class ByteTokens {
  static final int HASH_FACTOR = 31;

  /** Texts are forgotten when they fill this: a hostile file must not hold all its bytes here. */
  private static final int MOST_BYTES = 64 << 20;

  private byte[] pool = new byte[1 << 16];
  private int pooled;
  private int size;
  private int[] starts = new int[1 << 10];
  private int[] hashes = new int[1 << 10];
  private int[] values = new int[1 << 10];

  /** Entry numbers plus 1; 0 is free. At most half full. */
  private int[] slots = new int[1 << 11];

  /** The number of a text, or -1. The hash is {@code hash * 31 + b} over all bytes, from 0. */
  int find(byte[] text, int from, int to, int hash) {
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
      int entry = found - 1;
      if (hashes[entry] == hash && Arrays.equals(pool, starts[entry], end(entry), text, from, to)) {
        return values[entry];
      }
    }
    return -1;
  }

  /** Gives a text that was not found a number, 0 or more. */
  void put(byte[] text, int from, int to, int hash, int value) {
    if (pooled > MOST_BYTES) {
      clear();
    }
    if (size * 2 + 2 > slots.length) {
      grow();
    }
    int length = to - from;
    if (pooled + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(pool.length * 2, pooled + length));
    }
    System.arraycopy(text, from, pool, pooled, length);
    starts[size] = pooled;
    hashes[size] = hash;
    values[size] = value;
    pooled += length;
    insert(size++);
  }

  static int hash(byte[] text, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = hash * HASH_FACTOR + text[at];
    }
    return hash;
  }

  private void clear() {
    size = 0;
    pooled = 0;
    Arrays.fill(slots, 0);
  }

  private int end(int entry) {
    return entry + 1 == size ? pooled : starts[entry + 1];
  }

  private void insert(int entry) {
    int mask = slots.length - 1;
    int slot = spread(hashes[entry]) & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry + 1;
  }

  private void grow() {
    int capacity = slots.length;
    starts = Arrays.copyOf(starts, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    values = Arrays.copyOf(values, capacity);
    slots = new int[capacity * 2];
    for (int entry = 0; entry < size; entry++) {
      insert(entry);
    }
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }
}
