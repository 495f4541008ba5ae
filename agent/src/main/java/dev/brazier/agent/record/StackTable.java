package dev.brazier.agent.record;

import java.util.Arrays;

/**
 * Distinct stacks and their counts. A stack is a row of words: what it belongs to (process and
 * thread numbers, how it ended) and its tagged frames. Words are compared exactly, so no two
 * different stacks are ever merged.
 *
 * <p>Open addressing over one pool of words: no object for each stack. Owned by the sampling
 * thread.
 */
final class StackTable {

  private static final int INITIAL_SLOTS = 1 << 12;

  private long[] pool = new long[INITIAL_SLOTS * 8];
  private int poolUsed;
  private long[] counts = new long[INITIAL_SLOTS];
  private int[] starts = new int[INITIAL_SLOTS + 1];
  private int[] hashes = new int[INITIAL_SLOTS];
  private int[] slots = new int[INITIAL_SLOTS * 2];
  private int size;

  /**
   * Counts one sample of the stack {@code words[0..length)}.
   *
   * @return the stack's index; a new one is the last
   */
  int add(long[] words, int length) {
    int hash = hash(words, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int stack = slots[slot] - 1;
      if (hashes[stack] == hash && sameWords(stack, words, length)) {
        counts[stack]++;
        return stack;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = append(words, length, hash) + 1;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** How many distinct stacks there are. */
  int size() {
    return size;
  }

  /** Samples of stack {@code index}. */
  long count(int index) {
    return counts[index];
  }

  /** Words of stack {@code index}. */
  int length(int index) {
    return starts[index + 1] - starts[index];
  }

  /** Word {@code position} of stack {@code index}. */
  long word(int index, int position) {
    return pool[starts[index] + position];
  }

  private int append(long[] words, int length, int hash) {
    if (poolUsed + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(pool.length * 2, poolUsed + length));
    }
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
      starts = Arrays.copyOf(starts, size * 2 + 1);
    }
    System.arraycopy(words, 0, pool, poolUsed, length);
    poolUsed += length;
    counts[size] = 1;
    hashes[size] = hash;
    starts[size + 1] = poolUsed;
    return size++;
  }

  private boolean sameWords(int stack, long[] words, int length) {
    return Arrays.equals(pool, starts[stack], starts[stack + 1], words, 0, length);
  }

  private void rehash() {
    int[] larger = new int[slots.length * 2];
    int mask = larger.length - 1;
    for (int stack = 0; stack < size; stack++) {
      int slot = hashes[stack] & mask;
      while (larger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = stack + 1;
    }
    slots = larger;
  }

  private static int hash(long[] words, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ (hash >>> 32));
  }
}
