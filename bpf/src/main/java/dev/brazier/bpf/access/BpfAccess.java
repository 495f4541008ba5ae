package dev.brazier.bpf.access;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** BPF maps and programs, tried through {@code bpf(2)} itself. */
public final class BpfAccess {
  /** {@code enum bpf_cmd} of {@code linux/bpf.h}. */
  private static final int MAP_CREATE = 0;

  private static final int PROG_LOAD = 5;
  private static final int LINK_CREATE = 28;
  private static final int ITER_CREATE = 33;
  private static final int NO_COMMAND = -1;

  private static final int HASH = 1;
  private static final int PERF_EVENT_PROGRAM = 7;
  private static final int TRACING_PROGRAM = 26;
  private static final int TRACE_ITER = 28;

  /** {@code PERF_EVENT_IOC_SET_BPF}. */
  private static final long SET_BPF = 0x40042408;

  /** Longer than any part that is filled; the kernel wants the rest zero. */
  private static final int ATTRIBUTE_BYTES = 120;

  private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
  private static final String ITERATOR = "bpf_iter_task_vma";

  private final Kernel kernel;
  private final PerfAccess events;

  private BpfAccess(PerfAccess events) {
    this.kernel = events.kernel();
    this.events = events;
  }

  /**
   * Gets ready.
   *
   * @param events whose events programs are attached to
   */
  public static BpfAccess load(PerfAccess events) {
    return new BpfAccess(events);
  }

  /**
   * Whether {@code bpf(2)} is reached. EPERM is ambiguous on kernels before 6.0 without CAP_BPF:
   * they ask for it before they look at the command.
   */
  public Reach reach() {
    return new Reach(-kernel.bpf(NO_COMMAND, null));
  }

  /** A hash map of a thousand entries. */
  public Attempt map() {
    try (Memory attribute = attribute()) {
      attribute.setInt(0, HASH);
      attribute.setInt(4, Long.BYTES);
      attribute.setInt(8, Long.BYTES);
      attribute.setInt(12, 1024);
      return told(kernel.bpf(MAP_CREATE, attribute), "create a map");
    }
  }

  /** A program for perf events that reads kernel memory, as the sampler's do. */
  public Attempt program() {
    return told(load(Bytecode.KERNEL_READER, PERF_EVENT_PROGRAM, 0, 0), "load a program");
  }

  /** Such a program, attached to an event that is not enabled. */
  public Attempt attach() {
    int program = load(Bytecode.KERNEL_READER, PERF_EVENT_PROGRAM, 0, 0);
    if (program < 0) {
      return new Attempt.Skipped("no program can be loaded");
    }
    int event = events.anyEvent();
    try {
      if (event < 0) {
        return new Attempt.Skipped("no event can be opened to attach it to");
      }
      int result = kernel.ioctl(event, SET_BPF, program);
      return result < 0
          ? new Attempt.Failed(-result, "attach a program to an event")
          : new Attempt.Worked();
    } finally {
      close(event);
      close(program);
    }
  }

  /** The iterator over all processes' mappings: loaded, linked and opened, but not read. */
  public Attempt iterator() {
    OptionalInt type;
    try {
      type = KernelTypes.findFunction(Files.readAllBytes(TYPES), ITERATOR);
    } catch (IOException e) {
      return new Attempt.Skipped(TYPES + " cannot be read");
    }
    if (type.isEmpty()) {
      return new Attempt.Failed(Kernel.ESRCH, "find the type " + ITERATOR);
    }
    int program = load(Bytecode.NOTHING, TRACING_PROGRAM, TRACE_ITER, type.getAsInt());
    if (program < 0) {
      return new Attempt.Failed(-program, "load an iterator");
    }
    int link = link(program);
    int opened = link < 0 ? link : openIterator(link);
    close(opened);
    close(link);
    close(program);
    return opened < 0 ? new Attempt.Failed(-opened, "open an iterator") : new Attempt.Worked();
  }

  /** The kernel's own type information. */
  public Attempt types() {
    return FileAccess.of(kernel).readable(TYPES);
  }

  private int link(int program) {
    try (Memory attribute = attribute()) {
      attribute.setInt(0, program);
      attribute.setInt(8, TRACE_ITER);
      return kernel.bpf(LINK_CREATE, attribute);
    }
  }

  private int openIterator(int link) {
    try (Memory attribute = attribute()) {
      attribute.setInt(0, link);
      return kernel.bpf(ITER_CREATE, attribute);
    }
  }

  private int load(long[] instructions, int type, int attachType, int attachTypeId) {
    try (Memory attribute = attribute();
        Memory code = new Memory((long) instructions.length * Long.BYTES);
        Memory licence = new Memory(Bytecode.LICENCE.length() + 1L)) {
      code.write(0, instructions, 0, instructions.length);
      licence.setString(0, Bytecode.LICENCE, "US-ASCII");
      attribute.setInt(0, type);
      attribute.setInt(4, instructions.length);
      attribute.setLong(8, Pointer.nativeValue(code));
      attribute.setLong(16, Pointer.nativeValue(licence));
      attribute.setInt(68, attachType);
      attribute.setInt(108, attachTypeId);
      return kernel.bpf(PROG_LOAD, attribute);
    }
  }

  private static Memory attribute() {
    Memory attribute = new Memory(ATTRIBUTE_BYTES);
    attribute.clear();
    return attribute;
  }

  private Attempt told(int fd, String step) {
    close(fd);
    return fd < 0 ? new Attempt.Failed(-fd, step) : new Attempt.Worked();
  }

  private void close(int fd) {
    if (fd >= 0) {
      kernel.close(fd);
    }
  }
}
