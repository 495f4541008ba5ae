package dev.brazier.bpf;

import dev.brazier.bpf.SampleLayout.SampleRecord;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sample where it lies in the ring. The view moves on to the next sample when the handler
 * returns: take what you need, or a copy with {@link #toSample}.
 *
 * <p>Frames are {@link FrameWord}s, innermost first: first those of the kernel, then those of the
 * process.
 */
public final class SampleView {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Comms comms = new Comms();
  private ByteBuffer bytes = NOTHING;
  private int base;
  private int frames;
  private @Nullable StackCopy copy;

  SampleView() {}

  /**
   * Points the view at a record, from the buffer's position to its limit.
   *
   * @return false when the record is shorter than its own counts say; it must not be read then
   */
  boolean show(ByteBuffer record) {
    copy = null;
    bytes = record;
    base = record.position();
    frames = 0;
    if (record.remaining() < SampleRecord.FRAMES) {
      return false;
    }
    frames = kernelFrames() + userFrames();
    return record.remaining() >= SampleRecord.FRAMES + frames * Long.BYTES;
  }

  /** As {@link #show(ByteBuffer)}, of a sample that has a copy of its stack. */
  void show(ByteBuffer record, StackCopy stack) {
    show(record);
    copy = stack;
  }

  /** The user stack to be walked by who takes the sample; where there is one, it can tell more. */
  public Optional<StackCopy> stackCopy() {
    return Optional.ofNullable(copy);
  }

  /** When, in nanoseconds of CLOCK_MONOTONIC, which {@link System#nanoTime} counts too. */
  public long timeNanos() {
    return longAt(SampleRecord.TIME_NS);
  }

  /** The process, in our PID namespace; 0 is the idle task. */
  public int tgid() {
    return intAt(SampleRecord.TGID);
  }

  /** The thread, in our PID namespace. */
  public int tid() {
    return intAt(SampleRecord.TID);
  }

  /** The process's cgroup, as {@link CgroupId} describes it; 1 is the root of cgroup v2. */
  public long cgroupId() {
    return longAt(SampleRecord.CGROUP_ID);
  }

  /**
   * When the process was started, in nanoseconds of CLOCK_BOOTTIME: field 22 of {@code
   * /proc/PID/stat}, but finer. With the tgid it names a process for good.
   */
  public long startTimeNanos() {
    return longAt(SampleRecord.START_TIME_NS);
  }

  /** The CPU's number. */
  public int cpu() {
    return shortAt(SampleRecord.CPU);
  }

  /** How many frames lie in the kernel: {@link #frame} 0 to this, exclusive. */
  public int kernelFrames() {
    return shortAt(SampleRecord.KERNEL_FRAMES);
  }

  /** How many frames lie in the process, after those of the kernel. */
  public int userFrames() {
    return shortAt(SampleRecord.USER_FRAMES);
  }

  /** A frame, a {@link FrameWord}; {@code index} counts through both parts, innermost first. */
  public long frame(int index) {
    Objects.checkIndex(index, frames);
    return longAt(SampleRecord.FRAMES + index * Long.BYTES);
  }

  /**
   * Copies all frames to the start of an array.
   *
   * @return how many
   * @throws ArrayIndexOutOfBoundsException when the array is too short
   */
  public int copyFrames(long[] target) {
    for (int i = 0; i < frames; i++) {
      target[i] = longAt(SampleRecord.FRAMES + i * Long.BYTES);
    }
    return frames;
  }

  /** Why the user part of the stack ends where it does. */
  public StackEnd end() {
    return StackEnd.of(bytes.get(base + SampleRecord.END));
  }

  /** Whether the CPU was executing user code. */
  public boolean inUserMode() {
    return (flags() & SampleRecord.IN_USER) != 0;
  }

  /** Whether user frames were looked up in the process's mappings at the time of the sample. */
  public boolean located() {
    return (flags() & SampleRecord.LOCATED) != 0;
  }

  private int flags() {
    return bytes.get(base + SampleRecord.FLAGS);
  }

  /** The thread's name, at most 15 bytes. */
  public String comm() {
    return commAt(SampleRecord.COMM);
  }

  /** The name of the process: that of its first thread, at most 15 bytes. */
  public String processComm() {
    return commAt(SampleRecord.PROCESS_COMM);
  }

  private String commAt(int offset) {
    return comms.name(longAt(offset), longAt(offset + Long.BYTES));
  }

  /** A copy that lasts. */
  public StackSample toSample() {
    return new StackSample(
        timeNanos(),
        tgid(),
        tid(),
        cgroupId(),
        startTimeNanos(),
        cpu(),
        comm(),
        processComm(),
        framesFrom(0, kernelFrames()),
        framesFrom(kernelFrames(), userFrames()),
        end(),
        inUserMode(),
        located());
  }

  private Frames framesFrom(int first, int count) {
    long[] words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = frame(first + i);
    }
    return new Frames(words);
  }

  private long longAt(int offset) {
    return bytes.getLong(base + offset);
  }

  private int intAt(int offset) {
    return bytes.getInt(base + offset);
  }

  private int shortAt(int offset) {
    return Short.toUnsignedInt(bytes.getShort(base + offset));
  }
}
