package dev.brazier.container.process;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code /proc/PID/mountinfo}.
 *
 * @param device of the file system ({@code s_dev}; btrfs files show another one in stat)
 * @param root the directory of that file system which is mounted, {@code /} unless it is a bind
 *     mount
 * @param mountPoint where it is mounted, as seen from the root of the process
 * @param fileSystem such as {@code overlay} or {@code ext4}
 * @param source what was mounted, as the mounting program called it
 * @param superOptions such as {@code lowerdir=…} of an overlay
 */
public record MountEntry(
    DeviceNumber device,
    String root,
    String mountPoint,
    String fileSystem,
    String source,
    String superOptions) {
  private static final String ESCAPED = " \t\n\\#";

  /** Parses the whole file, in the order of the kernel: a later mount may cover an earlier one. */
  public static List<MountEntry> parse(String text) throws ProcFormatException {
    List<MountEntry> mounts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        mounts.add(parseLine(line));
      }
    }
    return mounts;
  }

  /** {@code 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue}. */
  private static MountEntry parseLine(String line) throws ProcFormatException {
    LineFields fields = new LineFields(line);
    fields.word();
    fields.word();
    LineFields device = new LineFields(fields.word());
    int major = device.smallDecimal(device.until(':'));
    int minor = device.smallDecimal(device.rest());
    String root = fields.word();
    String mountPoint = fields.word();
    fields.word();
    String optional = fields.word();
    while (!optional.equals("-")) {
      if (optional.isEmpty()) {
        throw fields.malformed("no separator");
      }
      optional = fields.word();
    }
    String fileSystem = fields.word();
    if (!mountPoint.startsWith("/") || fileSystem.isEmpty()) {
      throw fields.malformed("no mount point or file system");
    }
    return new MountEntry(
        new DeviceNumber(major, minor),
        KernelEscapes.decode(root, ESCAPED),
        KernelEscapes.decode(mountPoint, ESCAPED),
        fileSystem,
        KernelEscapes.decode(fields.word(), ESCAPED),
        fields.rest());
  }
}
