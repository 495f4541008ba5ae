package dev.brazier.bpf;

import com.sun.jna.Memory;
import dev.brazier.bpf.perf.SampleFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A perf event that writes samples, and what becomes of threads, to a ring. It starts disabled. */
final class SamplingEvent implements AutoCloseable {
  /** Of every process. */
  static final int ALL_PROCESSES = -1;

  /** Of the calling thread. */
  static final int THIS_THREAD = 0;

  private static final long ENABLE = 0x2400;
  private static final long DISABLE = 0x2401;
  private static final long SET_OUTPUT = 0x2405;
  private static final long NO_GROUP = -1;
  private static final long CLOSE_ON_EXEC = 8;

  private final LibC libc;
  private final int fd;
  private boolean closed;

  private SamplingEvent(LibC libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /**
   * What to sample.
   *
   * @param kernel sample kernel code too
   * @param inherit sample also what a thread starts from now on
   * @param wakeupBytes so much unread data makes {@code poll} return
   */
  record Attribute(
      EventChoice choice,
      SamplerConfig config,
      SampleFormat format,
      boolean kernel,
      boolean inherit,
      int wakeupBytes) {
    private static final long INHERIT = 1 << 1;
    private static final long EXCLUDE_KERNEL = 1 << 5;
    private static final long EXCLUDE_HYPERVISOR = 1 << 6;
    private static final long EXCLUDE_IDLE = 1 << 7;
    private static final long NAMES = 1 << 9;
    private static final long THREADS = 1 << 13;
    private static final long WATERMARK = 1 << 14;
    private static final long TRAILERS = 1 << 18;
    private static final long NO_KERNEL_FRAMES = 1 << 21;
    private static final long NO_USER_FRAMES = 1 << 22;
    private static final long EXEC_NAMES = 1 << 24;
    private static final long USE_CLOCK = 1 << 25;
    private static final int CLOCK_MONOTONIC = 1;

    private static final int SOFTWARE = 1;

    private static final long DUMMY = 9;

    /** As this, but of one thread alone. */
    Attribute withoutInheritance() {
      return new Attribute(choice, config, format, kernel, false, wakeupBytes);
    }

    /** Lays out {@code struct perf_event_attr} of {@code linux/perf_event.h}. */
    void write(ByteBuffer attribute) {
      PerfEvent.writeAttribute(attribute, choice.event(), choice.rate());
      attribute.order(ByteOrder.nativeOrder());
      attribute.putLong(24, format.sampleType());
      attribute.putLong(40, attribute.getLong(40) | flags());
      attribute.putInt(48, wakeupBytes);
      attribute.putLong(80, format.registers());
      attribute.putInt(88, format.stackBytes());
      attribute.putInt(92, CLOCK_MONOTONIC);
    }

    /** The same for a ring without samples of its own, which other events write to. */
    void writeDummy(ByteBuffer attribute) {
      write(attribute);
      attribute.putInt(0, SOFTWARE);
      attribute.putLong(8, DUMMY);
    }

    private long flags() {
      long flags = NAMES | EXEC_NAMES | THREADS | WATERMARK | TRAILERS | USE_CLOCK;
      flags |= EXCLUDE_HYPERVISOR;
      flags |= kernel ? 0 : EXCLUDE_KERNEL;
      flags |= kernel && config.kernelFrames() ? 0 : NO_KERNEL_FRAMES;
      flags |= config.userFrames() ? 0 : NO_USER_FRAMES;
      flags |= config.idle() ? 0 : EXCLUDE_IDLE;
      return flags | (inherit ? INHERIT : 0);
    }
  }

  /**
   * Opens the event.
   *
   * @param tid a thread, {@link #ALL_PROCESSES} or {@link #THIS_THREAD}
   * @throws PermissionRefusedException when {@code kernel.perf_event_paranoid}, capabilities,
   *     another user's thread or seccomp forbid it
   * @throws BpfException when the thread is gone (ESRCH), the CPU is offline (ENODEV), the event or
   *     the format does not exist here (ENOENT, EOPNOTSUPP, EINVAL), too many are open (EMFILE)
   */
  static SamplingEvent open(Attribute attribute, int tid, int cpu) {
    try (Memory memory = new Memory(PerfEvent.ATTRIBUTE_BYTES)) {
      attribute.write(memory.getByteBuffer(0, PerfEvent.ATTRIBUTE_BYTES));
      return open(attribute, memory, tid, cpu);
    }
  }

  /** Opens an event that never takes a sample, of this thread: others may write to its ring. */
  static SamplingEvent openDummy(Attribute attribute, int cpu) {
    try (Memory memory = new Memory(PerfEvent.ATTRIBUTE_BYTES)) {
      attribute.writeDummy(memory.getByteBuffer(0, PerfEvent.ATTRIBUTE_BYTES));
      return open(attribute, memory, THIS_THREAD, cpu);
    }
  }

  private static SamplingEvent open(Attribute attribute, Memory memory, int tid, int cpu) {
    LibC libc = NativeLibraries.libC();
    long fd =
        libc.syscall(Machine.current().perfEventOpen, memory, tid, cpu, NO_GROUP, CLOSE_ON_EXEC);
    if (fd < 0) {
      throw PerfEvent.refusal(
          operation(attribute.choice().event(), tid, cpu),
          attribute.choice().rate(),
          Failures.lastErrno());
    }
    return new SamplingEvent(libc, (int) fd);
  }

  private static String operation(Event event, int tid, int cpu) {
    return switch (tid) {
      case ALL_PROCESSES -> "open perf event %s on cpu %d".formatted(event, cpu);
      case THIS_THREAD -> "open perf event %s of this process".formatted(event);
      default -> "open perf event %s of thread %d".formatted(event, tid);
    };
  }

  int fd() {
    return fd;
  }

  /** Begins to sample; with inheritance, also what its thread has started meanwhile. */
  void enable() {
    libc.ioctl(fd, ENABLE, 0);
  }

  /** Ceases to sample. */
  void disable() {
    libc.ioctl(fd, DISABLE, 0);
  }

  /**
   * Writes to the ring of another event of the same CPU.
   *
   * @throws BpfException when the kernel refuses
   */
  void writeTo(SamplingEvent other) {
    if (libc.ioctl(fd, SET_OUTPUT, other.fd) != 0) {
      throw new BpfException("let a perf event write to a ring", Failures.lastErrno(), "", "");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libc.close(fd);
    }
  }
}
