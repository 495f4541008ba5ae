package dev.brazier.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most memory that this process and what the kernel allocates on its behalf may take: its
 * memory cgroups' limits, of either version, or what the machine has.
 */
final class MemoryLimit {
  private static final String V1_CONTROLLER = "memory";

  private final Path root;

  /**
   * @param root where {@code /proc} and {@code /sys} are
   */
  MemoryLimit(Path root) {
    this.root = root;
  }

  /** In bytes; {@link Long#MAX_VALUE} where nothing says. */
  long bytes() {
    long limit = machine();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].isEmpty()) {
        limit = Math.min(limit, smallest("sys/fs/cgroup", fields[2], "memory.max"));
        limit = Math.min(limit, smallest("sys/fs/cgroup/unified", fields[2], "memory.max"));
      } else if (fields.length == 3 && List.of(fields[1].split(",")).contains(V1_CONTROLLER)) {
        limit =
            Math.min(limit, smallest("sys/fs/cgroup/memory", fields[2], "memory.limit_in_bytes"));
      }
    }
    return limit;
  }

  /**
   * The smallest limit from a cgroup up to the root of what is mounted. A path that begins outside
   * of what is mounted, as in a container, has its limit at that root.
   */
  private long smallest(String mount, String path, String file) {
    Path top = root.resolve(mount);
    long limit = read(top.resolve(file));
    @Nullable Path cgroup = top.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
    while (cgroup != null && cgroup.startsWith(top) && !cgroup.equals(top)) {
      limit = Math.min(limit, read(cgroup.resolve(file)));
      cgroup = cgroup.getParent();
    }
    return limit;
  }

  private long machine() {
    for (String line : lines(root.resolve("proc/meminfo"))) {
      String[] words = line.split("\\s+", 3);
      if (words.length > 1 && words[0].equals("MemTotal:")) {
        return number(words[1], Long.MAX_VALUE >> 10) << 10;
      }
    }
    return Long.MAX_VALUE;
  }

  private static long read(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? Long.MAX_VALUE : number(lines.get(0).strip(), Long.MAX_VALUE);
  }

  /** {@code otherwise} for {@code max}, and for what is no number. */
  private static long number(String text, long otherwise) {
    try {
      return Math.min(otherwise, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return new ArrayList<>();
    }
  }
}
