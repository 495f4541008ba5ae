package dev.brazier.bpf.perf;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One record where it lies in a ring, until the ring moves on. Which accessors mean something
 * depends on its {@link #kind}.
 *
 * <p>Everything in a record is aligned to eight bytes, so that each word is read in one piece even
 * where the record runs over the ring's end.
 */
public final class PerfRecord {
  static final int HEADER_WORDS = 1;

  /** {@code { u32 pid, tid; u64 time; }}, which {@code sample_id_all} adds to other records. */
  private static final int TRAILER_WORDS = 2;

  private static final int MODE = 7;
  private static final int USER_MODE = 2;
  private static final int EXEC = 1 << 13;

  private static final int ABI_64 = 2;

  /** The chain's words from here on are not addresses but say whose the next ones are. */
  private static final long FIRST_CONTEXT = -4095;

  private static final long KERNEL_CONTEXT = -128;
  private static final long USER_CONTEXT = -512;

  private final ByteBuffer data;
  private final SampleFormat format;
  private final int mask;
  private int start;
  private int words;
  private int registersAt;
  private int stackAt;
  private int cgroupAt;

  /** What a record tells. */
  public enum Kind {
    /** A CPU's stack at a tick. */
    SAMPLE,
    /** A thread has another name. */
    NAME,
    /** A thread was made. */
    FORK,
    /** A thread has ended. */
    EXIT,
    /** Records found the ring full. */
    LOST,
    /** Nothing that is of use here, or shorter than its kind must be. */
    OTHER
  }

  PerfRecord(ByteBuffer data, SampleFormat format) {
    this.data = data;
    this.format = format;
    this.mask = data.capacity() - 1;
  }

  /**
   * Moves to a record.
   *
   * @param available bytes from there on
   * @return false when what lies there is no record
   */
  boolean show(long position, long available) {
    start = (int) position & mask;
    int bytes = size();
    words = bytes / Long.BYTES;
    return bytes >= Long.BYTES && bytes % Long.BYTES == 0 && bytes <= available;
  }

  int bytes() {
    return words * Long.BYTES;
  }

  /** What it tells. */
  public Kind kind() {
    return switch (data.getInt(start)) {
      case 2 -> atLeast(2 + TRAILER_WORDS, Kind.LOST);
      case 3 -> atLeast(2 + TRAILER_WORDS, Kind.NAME);
      case 4 -> atLeast(3 + TRAILER_WORDS, Kind.EXIT);
      case 7 -> atLeast(3 + TRAILER_WORDS, Kind.FORK);
      case 9 -> isWholeSample() ? Kind.SAMPLE : Kind.OTHER;
      case 13 -> atLeast(1 + TRAILER_WORDS, Kind.LOST);
      default -> Kind.OTHER;
    };
  }

  private Kind atLeast(int body, Kind kind) {
    return words >= HEADER_WORDS + body ? kind : Kind.OTHER;
  }

  /** Whether each part ends within the record. A part's length is read only if that is in it. */
  private boolean isWholeSample() {
    int at = HEADER_WORDS + 2;
    if (format.chain()) {
      at = after(at, at < words ? word(at) : -1);
    }
    registersAt = at;
    if (format.registers() != 0) {
      at = after(at, at < words ? registerWords(at) : -1);
    }
    stackAt = at;
    if (format.stackBytes() != 0) {
      at = after(at, at < words ? stackWords(at) : -1);
    }
    cgroupAt = at;
    return at + (format.cgroup() ? 1 : 0) <= words;
  }

  /** Where the next part begins; beyond the record's end if this one does not fit. */
  private int after(int at, long length) {
    return length < 0 || length > words - at - 1 ? words + 1 : at + 1 + (int) length;
  }

  private int registerWords(int at) {
    return word(at) == 0 ? 0 : Long.bitCount(format.registers());
  }

  /** The bytes and, if there are any, how many of them were copied. */
  private long stackWords(int at) {
    long bytes = word(at);
    if (bytes < 0 || bytes % Long.BYTES != 0) {
      return -1;
    }
    return bytes == 0 ? 0 : bytes / Long.BYTES + 1;
  }

  /** Whether it says that it is a sample but is too short for what it should hold. */
  public boolean isTornSample() {
    return data.getInt(start) == 9 && !isWholeSample();
  }

  /** When, in nanoseconds of CLOCK_MONOTONIC; of any record of at least four words, else 0. */
  public long timeNanos() {
    if (words < HEADER_WORDS + TRAILER_WORDS) {
      return 0;
    }
    return data.getInt(start) == 9 ? word(2) : word(words - 1);
  }

  /** The process; 0 and -1 stand for one that has no number in our PID namespace. */
  public int tgid() {
    return (int) word(1);
  }

  /** The thread: of {@link Kind#FORK} and {@link Kind#EXIT} too. */
  public int tid() {
    return kind() == Kind.FORK || kind() == Kind.EXIT ? (int) word(2) : (int) (word(1) >>> 32);
  }

  /** The process that forked. */
  public int parentTgid() {
    return (int) (word(1) >>> 32);
  }

  /** The thread that forked. */
  public int parentTid() {
    return (int) (word(2) >>> 32);
  }

  /** Whether a thread has its new {@link Kind#NAME} from an exec. */
  public boolean isExec() {
    return (misc() & EXEC) != 0;
  }

  /** The first eight bytes of the new name, as a little-endian number. */
  public long nameLow() {
    return word(2);
  }

  /** The other eight. */
  public long nameHigh() {
    return words > HEADER_WORDS + 2 + TRAILER_WORDS ? word(3) : 0;
  }

  /** How many records were {@link Kind#LOST}. */
  public long lost() {
    return data.getInt(start) == 2 ? word(2) : word(1);
  }

  /** Whether the CPU was executing user code at the sample. */
  public boolean inUserMode() {
    return (misc() & MODE) == USER_MODE;
  }

  /** The inode of the sampled process's cgroup v2 directory; 0 when that was not asked for. */
  public long cgroup() {
    return format.cgroup() && isWholeSample() ? word(cgroupAt) : 0;
  }

  /** Copies the kernel's part of the stack, innermost first, to {@code target}; says how much. */
  public int kernelFrames(long[] target) {
    return frames(KERNEL_CONTEXT, target);
  }

  /** Copies the process's part of the stack, innermost first, to {@code target}; says how much. */
  public int userFrames(long[] target) {
    return frames(USER_CONTEXT, target);
  }

  /** How many words the chain of a sample has: never more than a record of 64 KiB holds. */
  public int chainLength() {
    return format.chain() ? (int) word(3) : 0;
  }

  /** Whether a sample has the registers of a 64-bit process and a copy of its stack. */
  public boolean hasStackCopy() {
    return format.registers() != 0
        && format.stackBytes() != 0
        && isWholeSample()
        && word(registersAt) == ABI_64
        && word(stackAt) > 0;
  }

  /** Copies the registers of a {@link #hasStackCopy}, in the order of their bits, to an array. */
  public void copyRegisters(long[] target) {
    int count = registerWords(registersAt);
    for (int i = 0; i < count; i++) {
      target[i] = word(registersAt + 1 + i);
    }
  }

  /**
   * Copies the stack of a {@link #hasStackCopy}, lowest address first, to the start of a buffer,
   * whose limit says afterwards how much there is of it.
   */
  public void copyStack(ByteBuffer target) {
    int room = (int) (word(stackAt) / Long.BYTES);
    long copied = Math.min(word(stackAt + 1 + room), (long) room * Long.BYTES);
    int length = (int) Math.max(0, Math.min(copied, target.capacity()));
    int from = start + (stackAt + 1) * Long.BYTES & mask;
    int straight = Math.min(length, data.capacity() - from);
    target.clear();
    target.put(0, data, from, straight);
    target.put(straight, data, 0, length - straight);
    target.limit(length);
  }

  private int frames(long wanted, long[] target) {
    int count = 0;
    boolean within = false;
    int length = chainLength();
    for (int i = 0; i < length && count < target.length; i++) {
      long word = word(4 + i);
      if (Long.compareUnsigned(word, FIRST_CONTEXT) >= 0) {
        within = word == wanted;
      } else if (within) {
        target[count++] = word;
      }
    }
    return count;
  }

  private int misc() {
    return Short.toUnsignedInt(data.getShort(start + 4));
  }

  private int size() {
    return Short.toUnsignedInt(data.getShort(start + 6));
  }

  private long word(int index) {
    Objects.checkIndex(index, words);
    return data.getLong((start + index * Long.BYTES) & mask);
  }
}
