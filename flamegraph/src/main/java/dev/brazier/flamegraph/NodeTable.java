package dev.brazier.flamegraph;

import java.util.Arrays;

/**
 * The growing tree: nodes in parallel arrays, found by (parent, frame) through one open-addressing
 * table. A node always comes after its parent; node 0 is the root and has no frame.
 *
 * <p>A node costs 20 to 30 bytes and its table slots 6 to 13, where a map per node costs about 100.
 * The arrays grow by halves: doubled ones would be half empty at worst, and text of a million
 * stacks fills millions of nodes.
 */
final class NodeTable {
  static final int ROOT = 0;
  private static final int FIRST_CAPACITY = 1 << 10;

  private int size;

  /** Each node's parent in the upper half, its frame in the lower. */
  private long[] keys = new long[FIRST_CAPACITY];

  private long[] self = new long[FIRST_CAPACITY];

  /** The child that was asked for last: the best guess for the next stack. */
  private int[] lastChild = new int[FIRST_CAPACITY];

  /** Node numbers, 0 where free: the root is never looked up. At most five eighths full. */
  private int[] slots = new int[FIRST_CAPACITY * 2];

  NodeTable() {
    addRoot();
  }

  int size() {
    return size;
  }

  int parent(int node) {
    return (int) (keys[node] >>> 32);
  }

  int frame(int node) {
    return (int) keys[node];
  }

  long self(int node) {
    return self[node];
  }

  /** The child that was found or made last below a node, or 0. */
  int lastChild(int node) {
    return lastChild[node];
  }

  /** The child of {@code node} for {@code frameId}, or 0 when there is none. */
  int find(int node, int frameId) {
    long key = key(node, frameId);
    int mask = slots.length - 1;
    int slot = hash(key) & mask;
    int found = slots[slot];
    while (found != 0 && keys[found] != key) {
      slot = (slot + 1) & mask;
      found = slots[slot];
    }
    lastChild[node] = found;
    return found;
  }

  /** The child of {@code node} for {@code frameId}, made when it is not there yet. */
  int child(int node, int frameId) {
    int found = find(node, frameId);
    return found != 0 ? found : make(node, frameId);
  }

  private int make(int node, int frameId) {
    if (size == keys.length) {
      grow();
    }
    if (size > slots.length / 8 * 5) {
      rehash();
    }
    keys[size] = key(node, frameId);
    lastChild[node] = size;
    insert(size);
    return size++;
  }

  /** Adds to a node's own count; a sum above {@link Long#MAX_VALUE} stays there. */
  void addSelf(int node, long count) {
    long sum = self[node] + count;
    self[node] = sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * Gives a node another frame. The node can no longer be found by {@link #child}, so this is only
   * for a table that has taken its last stack.
   */
  void relabel(int node, int frameId) {
    keys[node] = key(parent(node), frameId);
  }

  /** Gives up what only {@link #child} needs: the table has taken its last stack. */
  void seal() {
    lastChild = new int[0];
    slots = new int[0];
  }

  /** Starts again with the root alone. */
  void clear() {
    keys = new long[FIRST_CAPACITY];
    self = new long[FIRST_CAPACITY];
    lastChild = new int[FIRST_CAPACITY];
    slots = new int[FIRST_CAPACITY * 2];
    addRoot();
  }

  private void addRoot() {
    keys[ROOT] = -1;
    size = 1;
  }

  private void grow() {
    int capacity = Math.addExact(keys.length, keys.length / 2);
    keys = Arrays.copyOf(keys, capacity);
    self = Arrays.copyOf(self, capacity);
    lastChild = Arrays.copyOf(lastChild, capacity);
  }

  private void rehash() {
    int length = Math.multiplyExact(slots.length, 2);
    slots = new int[0]; // the old ones can be given back before there are new ones
    slots = new int[length];
    for (int node = 1; node < size; node++) {
      insert(node);
    }
  }

  private void insert(int node) {
    int mask = slots.length - 1;
    int slot = hash(keys[node]) & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = node;
  }

  private static long key(int node, int frameId) {
    return (long) node << 32 | frameId;
  }

  private static int hash(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32);
  }
}
