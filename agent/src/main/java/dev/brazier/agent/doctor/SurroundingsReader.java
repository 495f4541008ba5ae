package dev.brazier.agent.doctor;

import dev.brazier.bpf.access.BpfAccess;
import dev.brazier.bpf.access.FileAccess;
import dev.brazier.bpf.access.PerfAccess;
import dev.brazier.bpf.access.Reach;
import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@link Surroundings} from {@code /proc} and {@code /sys}. */
final class SurroundingsReader {
  /** {@code PROC_USER_INIT_INO} and its neighbours of {@code linux/proc_ns.h}. */
  private static final long INITIAL_USERS = 0xeffffffdL;

  private static final long INITIAL_PIDS = 0xeffffffcL;
  private static final long INITIAL_CGROUPS = 0xeffffffbL;

  private static final Path SELF = Path.of("/proc/self");
  private static final Path SETTINGS = Path.of("/proc/sys/kernel");
  private static final Path SECURITY = Path.of("/sys/kernel/security");
  private static final int MOST_BYTES = 1 << 20;

  private SurroundingsReader() {}

  /** What is unreadable counts as absent. */
  static Surroundings read(PerfAccess perf, BpfAccess bpf, FileAccess files, Path launcher) {
    CapabilitySet grants = new CapabilitySet(files.permittedByFile(launcher));
    Surroundings.Rights rights =
        parseRights(text(SELF.resolve("status")), perf.reach(), bpf.reach(), grants);
    return new Surroundings(rights, view(), settings());
  }

  /** From {@code /proc/PID/status}. */
  static Surroundings.Rights parseRights(
      String status, Reach perf, Reach bpf, CapabilitySet launcher) {
    return new Surroundings.Rights(
        effectiveId(status, "Uid"),
        effectiveId(status, "Gid"),
        CapabilitySet.parse(field(status, "CapEff")),
        CapabilitySet.parse(field(status, "CapPrm")),
        CapabilitySet.parse(field(status, "CapBnd")),
        CapabilitySet.parse(field(status, "CapAmb")),
        field(status, "NoNewPrivs").equals("1"),
        switch (field(status, "Seccomp")) {
          case "1" -> Surroundings.Seccomp.STRICT;
          case "2" -> Surroundings.Seccomp.FILTER;
          default -> Surroundings.Seccomp.NONE;
        },
        perf,
        bpf,
        launcher);
  }

  private static Surroundings.View view() {
    ProcRoot proc = ProcRoot.host();
    long pid = ProcessHandle.current().pid();
    return new Surroundings.View(
        isInitial(proc, "user", INITIAL_USERS),
        isInitial(proc, "pid", INITIAL_PIDS),
        isInitial(proc, "cgroup", INITIAL_CGROUPS),
        linkIs(SELF, Long.toString(pid)),
        hidesProcesses(text(SELF.resolve("mountinfo"))),
        container(proc, (int) pid));
  }

  private static Surroundings.Settings settings() {
    return new Surroundings.Settings(
        text(SETTINGS.resolve("osrelease")).strip(),
        setting("perf_event_paranoid"),
        setting("kptr_restrict"),
        setting("unprivileged_bpf_disabled"),
        chosen(text(SECURITY.resolve("lockdown"))),
        setting("yama/ptrace_scope"),
        lockedBytes(text(SELF.resolve("limits"))),
        setting("perf_event_mlock_kb"),
        orNull(text(SECURITY.resolve("lsm")).strip()),
        orNull(text(SELF.resolve("attr/current")).replace("\0", "").strip()));
  }

  /** The word in brackets of {@code none [integrity] confidentiality}; null where there is none. */
  static @Nullable String chosen(String modes) {
    int open = modes.indexOf('[');
    int close = modes.indexOf(']', open + 1);
    return open < 0 || close < 0 ? null : modes.substring(open + 1, close);
  }

  /** The soft limit in the table of {@code /proc/PID/limits}; -1 for no limit. */
  static long lockedBytes(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith("Max locked memory"))
        .map(line -> line.substring("Max locked memory".length()).strip().split("\\s+", 2)[0])
        .map(soft -> number(soft).orElse(-1L))
        .findFirst()
        .orElse(-1L);
  }

  /** Whether a proc is mounted at {@code /proc} with {@code hidepid} other than 0 (proc(5)). */
  static boolean hidesProcesses(String mounts) {
    return mounts
        .lines()
        .filter(line -> line.contains(" /proc ") && line.contains(" - proc "))
        .flatMap(line -> Stream.of(line.split("[ ,]")))
        .filter(option -> option.startsWith("hidepid="))
        .anyMatch(option -> !option.equals("hidepid=0") && !option.equals("hidepid=off"));
  }

  /** The second of real, effective, saved and file system's; ids reach 2^32 - 2. */
  private static int effectiveId(String status, String key) {
    String[] ids = field(status, key).split("\\s+", 3);
    return ids.length > 1 ? number(ids[1]).orElse(0L).intValue() : 0;
  }

  private static String field(String status, String key) {
    return status
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** An unreadable namespace counts as the host's: nothing is blamed without evidence. */
  private static boolean isInitial(ProcRoot proc, String kind, long inode) {
    return !(proc.ownNamespace(kind) instanceof ProcReading.Read<Long> read)
        || read.value() == inode;
  }

  private static boolean linkIs(Path link, String target) {
    try {
      return Files.readSymbolicLink(link).toString().equals(target);
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable String container(ProcRoot proc, int pid) {
    return new ContainerDirectory(proc, Path.of("/"))
        .containerOf(pid)
        .map(Container::id)
        .orElse(null);
  }

  private static @Nullable Integer setting(String name) {
    return number(text(SETTINGS.resolve(name)).strip()).map(Long::intValue).orElse(null);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** In large pieces: settings answer end-of-file at any offset but 0. */
  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
