package dev.brazier.container.process;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code /proc/PID/cgroup}: the place of a process in one cgroup hierarchy.
 *
 * @param hierarchy 0 is cgroup v2
 * @param controllers of a v1 hierarchy, such as {@code memory} or {@code name=systemd}; empty for
 *     v2
 * @param path below the root of the reader's cgroup namespace; with {@code ..} when outside of it
 */
public record CgroupLine(int hierarchy, List<String> controllers, String path) {

  public CgroupLine {
    controllers = List.copyOf(controllers);
  }

  /** Whether this is the line of the unified hierarchy. */
  public boolean unified() {
    return hierarchy == 0 && controllers.isEmpty();
  }

  /** Parses the whole file: {@code id:controllers:path} lines. */
  public static List<CgroupLine> parse(String text) throws ProcFormatException {
    List<CgroupLine> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      LineFields fields = new LineFields(line);
      int hierarchy = fields.smallDecimal(fields.until(':'));
      String controllers = fields.until(':');
      // Only the first two colons separate: a directory may be called slice:cri-containerd:ID.
      String path = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1);
      lines.add(
          new CgroupLine(
              hierarchy,
              controllers.isEmpty() ? List.of() : List.of(controllers.split(",", -1)),
              withoutDeletedMark(path)));
    }
    return lines;
  }

  /** The kernel marks a directory that was removed while a zombie or a thread is still in it. */
  private static String withoutDeletedMark(String path) {
    String mark = " (deleted)";
    return path.endsWith(mark) ? path.substring(0, path.length() - mark.length()) : path;
  }
}
