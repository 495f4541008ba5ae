package dev.brazier.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc} says about processes and threads: what a BPF program would have read in the
 * kernel at the moment of a sample. What is gone, or may not be read, is empty.
 */
final class ProcTasks {
  /** {@code USER_HZ} is 100 on every architecture served. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Of the fields of {@code stat} after the name: the 22nd in all. */
  private static final int START_TIME = 19;

  private static final String OWNER = "unix:uid";
  private static final String INODE = "unix:ino";

  private final Path root;
  private final Path proc;

  /**
   * @param root where {@code /proc} and {@code /sys} are
   */
  ProcTasks(Path root) {
    this.root = root;
    this.proc = root.resolve("proc");
  }

  /** The name of a thread. */
  Optional<CommBytes> name(int tgid, int tid) {
    try {
      byte[] line = Files.readAllBytes(proc.resolve(tgid + "/task/" + tid + "/comm"));
      int length = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
      return Optional.of(CommBytes.of(line, length));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** When a process was started, in nanoseconds of CLOCK_BOOTTIME, to a hundredth of a second. */
  OptionalLong startNanos(int tgid) {
    String stat = text(proc.resolve(tgid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    try {
      return fields.length > START_TIME
          ? OptionalLong.of(Long.parseLong(fields[START_TIME]) * NANOS_PER_TICK)
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The cgroups that a process is in, its own of cgroup v2 first, then those above it, then the
   * same of the v1 hierarchy of the pids controller; as {@link CgroupId} numbers them. Roots are
   * left out, and so is what lies outside of what is mounted here.
   */
  Set<Long> cgroups(int tgid) {
    Set<Long> ids = new LinkedHashSet<>();
    List<String> lines = text(proc.resolve(tgid + "/cgroup")).lines().toList();
    for (String line : lines) {
      if (line.startsWith("0::")) {
        inodes(unifiedMount(), line.substring(3), ids);
      }
    }
    Set<Long> legacy = new LinkedHashSet<>();
    for (String line : lines) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && List.of(fields[1].split(",")).contains("pids")) {
        inodes(root.resolve("sys/fs/cgroup/pids"), fields[2], legacy);
      }
    }
    legacy.forEach(inode -> ids.add(CgroupId.ofLegacy(inode)));
    return ids;
  }

  private Path unifiedMount() {
    Path hybrid = root.resolve("sys/fs/cgroup/unified");
    return Files.exists(hybrid.resolve("cgroup.controllers"))
        ? hybrid
        : root.resolve("sys/fs/cgroup");
  }

  private static void inodes(Path mount, String path, Set<Long> inodes) {
    @Nullable Path folder = mount.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
    while (folder != null && folder.startsWith(mount) && !folder.equals(mount)) {
      try {
        inodes.add((Long) Files.getAttribute(folder, INODE));
      } catch (IOException e) {
        // It is gone.
      }
      folder = folder.getParent();
    }
  }

  /** The processes that a user may look into. */
  List<Integer> processesOf(int uid) {
    List<Integer> processes = new ArrayList<>();
    for (int tgid : numbersIn(proc)) {
      try {
        if (Integer.valueOf(uid).equals(Files.getAttribute(proc.resolve("" + tgid), OWNER))) {
          processes.add(tgid);
        }
      } catch (IOException e) {
        // It has just ended.
      }
    }
    return processes;
  }

  /** The threads of a process. */
  List<Integer> threads(int tgid) {
    return numbersIn(proc.resolve(tgid + "/task"));
  }

  private static List<Integer> numbersIn(Path folder) {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path entry : entries) {
        numbers.add(Integer.parseInt(String.valueOf(entry.getFileName())));
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      // It ended meanwhile: what was read so far counts.
    }
    return numbers;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
