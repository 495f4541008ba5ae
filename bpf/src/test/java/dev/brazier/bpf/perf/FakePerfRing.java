package dev.brazier.bpf.perf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes records as the kernel does. */
final class FakePerfRing {
  static final int PAGE = 4096;
  static final long KERNEL = -128;
  static final long USER = -512;
  static final SampleFormat FORMAT = new SampleFormat(true, true);

  final ByteBuffer pages;
  private final int dataBytes;
  private final SampleFormat format;
  private long head;

  FakePerfRing(int dataBytes) {
    this(dataBytes, FORMAT);
  }

  FakePerfRing(int dataBytes, SampleFormat format) {
    this.format = format;
    this.dataBytes = dataBytes;
    pages = ByteBuffer.allocateDirect(PAGE + dataBytes).order(ByteOrder.nativeOrder());
  }

  PerfRing reader() {
    return new PerfRing(pages, PAGE, format);
  }

  /** Where the next record is written, and the reader is told to begin. */
  FakePerfRing startingAt(long position) {
    head = position;
    pages.putLong(PerfRing.DATA_HEAD, position);
    pages.putLong(PerfRing.DATA_TAIL, position);
    return this;
  }

  long head() {
    return head;
  }

  long tail() {
    return pages.getLong(PerfRing.DATA_TAIL);
  }

  /** Writes a record: its header and these words. */
  void record(int type, int misc, long... words) {
    int bytes = (words.length + 1) * Long.BYTES;
    put(type | (long) misc << 32 | (long) bytes << 48);
    for (long word : words) {
      put(word);
    }
    pages.putLong(PerfRing.DATA_HEAD, head);
  }

  void sample(int tgid, int tid, long time, int misc, long cgroup, long... chain) {
    long[] words = new long[4 + chain.length];
    words[0] = pair(tgid, tid);
    words[1] = time;
    words[2] = chain.length;
    System.arraycopy(chain, 0, words, 3, chain.length);
    words[3 + chain.length] = cgroup;
    record(9, misc, words);
  }

  void fork(int tgid, int parentTgid, int tid, int parentTid, long time) {
    record(7, 0, pair(tgid, parentTgid), pair(tid, parentTid), time, pair(tgid, tid), time);
  }

  void exit(int tgid, int tid, long time) {
    record(4, 0, pair(tgid, 1), pair(tid, 1), time, pair(tgid, tid), time);
  }

  /** The name has at most seven bytes. */
  void name(int tgid, int tid, long name, boolean exec, long time) {
    record(3, exec ? 1 << 13 : 0, pair(tgid, tid), name, pair(tgid, tid), time);
  }

  void longName(int tgid, int tid, long low, long high, long time) {
    record(3, 0, pair(tgid, tid), low, high, pair(tgid, tid), time);
  }

  void lost(long count, long time) {
    record(2, 0, 7, count, pair(0, 0), time);
  }

  static long pair(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << 32;
  }

  private void put(long word) {
    pages.putLong(PAGE + (int) (head % dataBytes), word);
    head += Long.BYTES;
  }
}
