package dev.brazier.agent.doctor;

import dev.brazier.bpf.access.Attempt;
import dev.brazier.bpf.access.BpfAccess;
import dev.brazier.bpf.access.FileAccess;
import dev.brazier.bpf.access.PerfAccess;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.Mappings;
import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Tries every check for real, once and in their order: about a tenth of a second. */
public final class Examination {
  private static final Path TRACEFS = Path.of("/sys/kernel/tracing/events");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final PerfAccess perf = PerfAccess.load();
  private final BpfAccess bpf = BpfAccess.load(perf);
  private final FileAccess files = FileAccess.load();
  private final Map<Check, Attempt> attempts = new EnumMap<>(Check.class);

  private Examination() {}

  /**
   * Examines this process.
   *
   * @throws dev.brazier.bpf.BpfException when JNA's own native part cannot be loaded
   */
  public static Report run() {
    Examination examination = new Examination();
    Surroundings surroundings =
        SurroundingsReader.read(examination.perf, examination.bpf, examination.files, launcher());
    examination.tryEvents();
    examination.tryOther(other(surroundings));
    examination.tryKernel();
    return Diagnosis.of(examination.attempts, surroundings);
  }

  /** Where the distribution has the launcher that carries file capabilities. */
  static Path launcher() {
    String machine = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
    return distribution().resolve("libexec/brazier-launch." + machine);
  }

  /** The folder above that of our jar; from class files, some folder without a launcher. */
  private static Path distribution() {
    try {
      Path jar =
          Path.of(Examination.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = jar.resolveSibling("..").normalize();
      return folder.toAbsolutePath();
    } catch (URISyntaxException e) {
      return Path.of("/");
    }
  }

  private void tryEvents() {
    attempt(Check.OWN_USER, () -> perf.own(false));
    attempt(Check.OWN_KERNEL, () -> perf.own(true));
    attempt(Check.MACHINE_USER, () -> perf.machine(false));
    attempt(Check.MACHINE_KERNEL, () -> perf.machine(true));
    attempt(Check.CYCLES, perf::cycles);
    attempt(Check.UPROBE, perf::uprobe);
    attempt(Check.RING_128K, () -> perf.ringsOnEachCpu(128 << 10));
    attempt(Check.RING_1M, () -> perf.ringsOnEachCpu(1 << 20));
    attempt(Check.RING_8M, () -> perf.ring(8 << 20));
    attempt(Check.RING_32M, () -> perf.ring(32 << 20));
  }

  private void tryKernel() {
    attempt(Check.BPF_MAP, bpf::map);
    attempt(Check.BPF_PROGRAM, bpf::program);
    attempt(Check.BPF_ATTACH, bpf::attach);
    attempt(Check.BPF_ITERATOR, bpf::iterator);
    attempt(Check.KERNEL_BTF, bpf::types);
    attempt(Check.KERNEL_SYMBOLS, files::kernelSymbols);
    attempt(Check.TRACEFS, () -> files.directory(TRACEFS));
    attempt(Check.CGROUP_VIEW, () -> files.directory(CGROUPS));
  }

  private void tryOther(Optional<Integer> other) {
    attempt(Check.OTHER_USER, other, pid -> perf.process(pid, false));
    attempt(Check.OTHER_KERNEL, other, pid -> perf.process(pid, true));
    attempt(Check.PROC_MAPS, other, files::mappings);
    attempt(Check.PROC_ROOT, other, files::root);
    Optional<Mapping> mapping = other.flatMap(Examination::someMapping);
    attempt(
        Check.PROC_MAP_FILES,
        other,
        pid -> files.mappedFile(pid, mapping.map(Examination::range).orElse("0-1000")));
    attempt(
        Check.PROC_MEM, other, pid -> files.memory(pid, mapping.map(Mapping::start).orElse(0L)));
  }

  private void attempt(Check check, Supplier<Attempt> what) {
    attempts.put(check, what.get());
  }

  private void attempt(Check check, Optional<Integer> pid, IntFunction<Attempt> what) {
    attempts.put(
        check,
        pid.isEmpty()
            ? new Attempt.Skipped("/proc shows no process of another user to try it on")
            : what.apply(pid.get()));
  }

  /** The numbers in another namespace's {@code /proc} would be other processes' to the kernel. */
  private static Optional<Integer> other(Surroundings at) {
    try {
      return at.view().ownProc()
          ? OtherProcess.find(ProcRoot.host(), at.rights())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A mapping of a file; none where the mappings may not be read. */
  private static Optional<Mapping> someMapping(int pid) {
    return ProcRoot.host().codeMappings(pid) instanceof ProcReading.Read<Mappings> read
        ? read.value().asList().stream().filter(mapping -> mapping.inode() != 0).findFirst()
        : Optional.empty();
  }

  /** As {@code /proc/PID/map_files} calls it. */
  private static String range(Mapping mapping) {
    return Long.toHexString(mapping.start()) + "-" + Long.toHexString(mapping.end());
  }
}
