package dev.brazier.bpf.access;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.CpuList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Perf events, tried: nothing is ever enabled. */
public final class PerfAccess {
  /** {@code PERF_ATTR_SIZE_VER5}, which every kernel since 4.1 knows. */
  private static final int ATTRIBUTE_BYTES = 112;

  private static final int HARDWARE = 0;
  private static final int SOFTWARE = 1;
  private static final int CPU_CYCLES = 0;
  private static final int CPU_CLOCK = 0;
  private static final long DISABLED = 1;
  private static final long EXCLUDE_KERNEL = 1 << 5;
  private static final long EXCLUDE_HYPERVISOR = 1 << 6;
  private static final long FREQUENCY = 1 << 10;

  /** Linux 6.12 and 7.3 refuse call chains without it where the kernel is excluded. */
  private static final long EXCLUDE_KERNEL_CHAIN = 1 << 21;

  /** IP, TID and CALLCHAIN of {@code enum perf_event_sample_format}. */
  private static final long SAMPLE = 1 | 1 << 1 | 1 << 5;

  private static final long CLOSE_ON_EXEC = 8;
  private static final int EVERYBODY = -1;
  private static final int ANY_CPU = -1;
  private static final int SELF = 0;
  private static final int FREQUENCY_HZ = 99;

  private static final Path UPROBE_TYPE = Path.of("/sys/bus/event_source/devices/uprobe/type");

  private final Kernel kernel;
  private final List<Integer> cpus;

  private PerfAccess(Kernel kernel, List<Integer> cpus) {
    this.kernel = kernel;
    this.cpus = cpus;
  }

  /**
   * Gets ready.
   *
   * @throws dev.brazier.bpf.BpfException when JNA's own native part cannot be loaded
   */
  public static PerfAccess load() {
    return new PerfAccess(Kernel.load(), cpus());
  }

  /** Whether {@code perf_event_open(2)} is reached: flags without sense are looked at first. */
  public Reach reach() {
    return new Reach(-kernel.perfEventOpen(null, SELF, ANY_CPU, -1L));
  }

  /** Samples of this process with call chains, with the kernel's part or without. */
  public Attempt own(boolean withKernel) {
    return open(software(withKernel), SELF, ANY_CPU);
  }

  /** Samples of another process. */
  public Attempt process(int pid, boolean withKernel) {
    Attempt attempt = open(software(withKernel), pid, ANY_CPU);
    return attempt instanceof Attempt.Failed failed && failed.errno() == Kernel.ESRCH
        ? new Attempt.Skipped("process " + pid + " ended meanwhile")
        : attempt;
  }

  /** Samples of every process, on one CPU that is online. */
  public Attempt machine(boolean withKernel) {
    return open(software(withKernel), EVERYBODY, cpus.get(0));
  }

  /** User code of every process by the CPU's cycle counter. */
  public Attempt cycles() {
    return open(new Wanted(HARDWARE, CPU_CYCLES, false, 0), EVERYBODY, cpus.get(0));
  }

  /**
   * A ring that an event's records go to.
   *
   * @param bytes without the page that leads it; a power of two and a multiple of the page size
   */
  public Attempt ring(long bytes) {
    return rings(bytes, cpus.subList(0, 1));
  }

  /**
   * Such a ring on each CPU that is online, all at once, as sampling needs them: the kernel counts
   * what a user has locked over all of them.
   *
   * @param bytes of each
   */
  public Attempt ringsOnEachCpu(long bytes) {
    return rings(bytes, cpus);
  }

  private Attempt rings(long bytes, List<Integer> onCpus) {
    long length = kernel.pageSize() + bytes;
    List<MappedEvent> mapped = new ArrayList<>();
    try {
      for (int onCpu : onCpus) {
        int fd = event(onCpu);
        if (fd == -Kernel.ENODEV) {
          // The CPU went offline since the list was read.
          continue;
        }
        if (fd < 0) {
          return new Attempt.Skipped("no event may be opened that could own the ring");
        }
        long address = kernel.map(fd, length);
        if (address < 0) {
          kernel.close(fd);
          return new Attempt.Failed((int) -address, "map a ring of " + (bytes >> 10) + " KiB");
        }
        mapped.add(new MappedEvent(fd, address));
      }
      return new Attempt.Worked();
    } finally {
      for (MappedEvent event : mapped) {
        kernel.unmap(event.address, length);
        kernel.close(event.fd);
      }
    }
  }

  /** An event and where its ring is. */
  private record MappedEvent(int fd, long address) {}

  /** A uprobe, set in a file in memory that nobody executes. */
  public Attempt uprobe() {
    int type;
    try {
      type = Integer.parseInt(Files.readString(UPROBE_TYPE).strip());
    } catch (IOException | NumberFormatException e) {
      return new Attempt.Failed(Kernel.ENOENT, "read " + UPROBE_TYPE);
    }
    int file = kernel.memoryFile();
    if (file < 0) {
      return new Attempt.Skipped("no file in memory can be made to set it in");
    }
    String name = "/proc/self/fd/" + file;
    try (Memory path = new Memory(name.length() + 1L)) {
      path.setString(0, name, "US-ASCII");
      return open(new Wanted(type, 0, true, Pointer.nativeValue(path)), SELF, ANY_CPU);
    } finally {
      kernel.close(file);
    }
  }

  /**
   * An event of the machine, or of this process, for others to try things on; to be closed by them.
   *
   * @return a descriptor, or a negative errno
   */
  int anyEvent() {
    return event(cpus.get(0));
  }

  private int event(int onCpu) {
    int fd = fd(software(true), EVERYBODY, onCpu);
    return fd >= 0 || fd == -Kernel.ENODEV ? fd : fd(software(false), SELF, onCpu);
  }

  Kernel kernel() {
    return kernel;
  }

  /**
   * What an event is asked for.
   *
   * @param probedFile address of a path, where the event is a uprobe
   */
  private record Wanted(int type, int config, boolean kernelToo, long probedFile) {}

  private static Wanted software(boolean withKernel) {
    return new Wanted(SOFTWARE, CPU_CLOCK, withKernel, 0);
  }

  private Attempt open(Wanted wanted, int pid, int onCpu) {
    int fd = fd(wanted, pid, onCpu);
    if (fd < 0) {
      return new Attempt.Failed(-fd, "perf_event_open");
    }
    kernel.close(fd);
    return new Attempt.Worked();
  }

  private int fd(Wanted wanted, int pid, int onCpu) {
    try (Memory attribute = new Memory(ATTRIBUTE_BYTES)) {
      write(wanted, attribute);
      return kernel.perfEventOpen(attribute, pid, onCpu, CLOSE_ON_EXEC);
    }
  }

  /** Lays out {@code struct perf_event_attr} of {@code linux/perf_event.h}. */
  private static void write(Wanted wanted, Memory attribute) {
    attribute.clear();
    attribute.setInt(0, wanted.type());
    attribute.setInt(4, ATTRIBUTE_BYTES);
    attribute.setLong(8, wanted.config());
    long flags = DISABLED;
    if (wanted.probedFile() == 0) {
      attribute.setLong(16, FREQUENCY_HZ);
      attribute.setLong(24, SAMPLE);
      flags |= FREQUENCY;
    }
    if (!wanted.kernelToo()) {
      flags |= EXCLUDE_KERNEL | EXCLUDE_HYPERVISOR | EXCLUDE_KERNEL_CHAIN;
    }
    attribute.setLong(40, flags);
    attribute.setLong(56, wanted.probedFile());
  }

  /** A machine that does not say has a CPU 0. */
  private static List<Integer> cpus() {
    try {
      return CpuList.online();
    } catch (BpfException e) {
      return List.of(0);
    }
  }
}
