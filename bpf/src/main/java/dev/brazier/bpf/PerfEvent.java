package dev.brazier.bpf;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A perf event of every process on one CPU. It starts when a program is attached to it. */
public final class PerfEvent implements AutoCloseable {
  /** {@code PERF_ATTR_SIZE_VER5}, which every kernel since 4.1 knows. */
  static final int ATTRIBUTE_BYTES = 112;

  private static final long DISABLED = 1;
  private static final long FREQUENCY = 1 << 10;
  private static final long ALL_PROCESSES = -1;
  private static final long NO_GROUP = -1;
  private static final long CLOSE_ON_EXEC = 8;

  private final LibC libc;
  private final Event event;
  private final int cpu;
  private final int fd;
  private boolean gone;

  private PerfEvent(LibC libc, Event event, int cpu, int fd) {
    this.libc = libc;
    this.event = event;
    this.cpu = cpu;
    this.fd = fd;
  }

  /**
   * Opens the event, not yet counting.
   *
   * @throws PermissionRefusedException when {@code kernel.perf_event_paranoid}, capabilities or
   *     seccomp forbid it
   * @throws BpfException when the CPU is offline (ENODEV), the event does not exist here (ENOENT,
   *     EOPNOTSUPP) or the rate is not allowed (EINVAL)
   */
  public static PerfEvent open(Event event, Rate rate, int cpu) {
    LibC libc = NativeLibraries.libC();
    try (Memory attribute = new Memory(ATTRIBUTE_BYTES)) {
      writeAttribute(attribute.getByteBuffer(0, ATTRIBUTE_BYTES), event, rate);
      long fd =
          libc.syscall(
              Machine.current().perfEventOpen,
              attribute,
              ALL_PROCESSES,
              cpu,
              NO_GROUP,
              CLOSE_ON_EXEC);
      if (fd < 0) {
        throw refusal("open perf event " + event + " on cpu " + cpu, rate, Failures.lastErrno());
      }
      return new PerfEvent(libc, event, cpu, (int) fd);
    }
  }

  /** Lays out {@code struct perf_event_attr} of {@code linux/perf_event.h}. */
  static void writeAttribute(ByteBuffer attribute, Event event, Rate rate) {
    attribute.order(ByteOrder.nativeOrder());
    attribute.put(new byte[ATTRIBUTE_BYTES]);
    attribute.putInt(0, event.type);
    attribute.putInt(4, ATTRIBUTE_BYTES);
    attribute.putLong(8, event.config);
    if (rate instanceof Rate.Frequency frequency) {
      attribute.putLong(16, frequency.hertz());
      attribute.putLong(40, DISABLED | FREQUENCY);
    } else if (rate instanceof Rate.Period period) {
      attribute.putLong(16, period.events());
      attribute.putLong(40, DISABLED);
    }
  }

  /** Explains why an event was not opened. */
  static BpfException refusal(String operation, Rate rate, int errno) {
    if (errno == Errno.EINVAL && rate instanceof Rate.Frequency frequency) {
      int most = KernelSetting.read("perf_event_max_sample_rate").orElse(Integer.MAX_VALUE);
      if (frequency.hertz() > most) {
        return new BpfException(
            operation,
            errno,
            "kernel.perf_event_max_sample_rate is %d and %s is asked for: lower the frequency or raise it"
                .formatted(most, frequency),
            "");
      }
    }
    return Failures.perf(operation, errno, "");
  }

  /** The file descriptor. */
  int fd() {
    if (gone) {
      throw new IllegalStateException(this + " is closed or belongs to a link");
    }
    return fd;
  }

  /** The link that now owns the descriptor closes it. */
  void passOn() {
    gone = true;
  }

  @Override
  public void close() {
    if (!gone) {
      gone = true;
      libc.close(fd);
    }
  }

  @Override
  public String toString() {
    return "perf event " + event + " on cpu " + cpu;
  }
}
