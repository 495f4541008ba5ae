package dev.brazier.bpf;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of {@code perf_event_open(2)}: opened by attributes that somebody else has laid out,
 * enabled, and read. Every descriptor is closed on exec.
 */
public final class PerfDescriptor implements AutoCloseable {
  private static final long CLOSE_ON_EXEC = 8;
  private static final long PID_IS_CGROUP = 4;
  private static final long NO_GROUP = -1;
  private static final long ENABLE = 0x2400;

  private final LibC libc;
  private final int fd;
  private boolean closed;

  private PerfDescriptor(LibC libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /** What the kernel answered. */
  public sealed interface Answer {
    /** The event is there. */
    record Opened(PerfDescriptor descriptor) implements Answer {}

    /** The event is refused. */
    record Refused(int errno) implements Answer {
      /** The error's symbol, {@code ENOENT} for 2. */
      public String errnoName() {
        return Errno.name(errno);
      }

      /**
       * The refusal as a failure; one for want of privileges says what is set.
       *
       * @param operation a lower-case verb phrase, {@code count cycles on cpu 0}
       * @param explanation of any other refusal; may be empty
       */
      public BpfException failure(String operation, String explanation) {
        return Failures.perf(operation, errno, explanation);
      }
    }
  }

  /**
   * Opens an event of a thread or a CPU.
   *
   * @param attribute {@code struct perf_event_attr}, from its beginning to its limit
   * @param pid a thread, or -1 for all
   * @param cpu a CPU, or -1 for all
   * @param group whose events are counted at the same times as this one; null to open the first
   */
  public static Answer open(
      ByteBuffer attribute, int pid, int cpu, @Nullable PerfDescriptor group) {
    return open(attribute, pid, cpu, group, CLOSE_ON_EXEC);
  }

  /** The same for the processes of a cgroup on one CPU. */
  public static Answer open(
      ByteBuffer attribute, CgroupHandle cgroup, int cpu, @Nullable PerfDescriptor group) {
    return open(attribute, cgroup.fd(), cpu, group, CLOSE_ON_EXEC | PID_IS_CGROUP);
  }

  private static Answer open(
      ByteBuffer attribute, long pid, long cpu, @Nullable PerfDescriptor group, long flags) {
    LibC libc = NativeLibraries.libC();
    try (Memory memory = new Memory(attribute.limit())) {
      memory.getByteBuffer(0, attribute.limit()).put(attribute.duplicate().rewind());
      long leader = group == null ? NO_GROUP : group.fd();
      long fd = libc.syscall(Machine.current().perfEventOpen, memory, pid, cpu, leader, flags);
      return fd < 0
          ? new Answer.Refused(Failures.lastErrno())
          : new Answer.Opened(new PerfDescriptor(libc, (int) fd));
    }
  }

  /**
   * Lets the event count from now on, with the events of its group and what it was inherited to.
   *
   * @throws BpfException when the kernel refuses
   */
  public void enable() {
    if (libc.ioctl(fd(), ENABLE, 0) != 0) {
      throw new BpfException("enable a perf event", Failures.lastErrno(), "", "");
    }
  }

  /**
   * Reads the count, laid out as the attributes ask for, in native byte order.
   *
   * @param bytes how many there are
   * @throws BpfException when the kernel gives fewer
   */
  public ByteBuffer read(int bytes) {
    try (Memory memory = new Memory(bytes)) {
      long got = libc.read(fd(), memory, bytes);
      if (got != bytes) {
        int errno = got < 0 ? Failures.lastErrno() : 0;
        throw new BpfException(
            "read a perf event", errno, got + " bytes of " + bytes + " came", "");
      }
      return ByteBuffer.wrap(memory.getByteArray(0, bytes)).order(ByteOrder.nativeOrder());
    }
  }

  private int fd() {
    if (closed) {
      throw new IllegalStateException("the perf event is closed");
    }
    return fd;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libc.close(fd);
    }
  }
}
