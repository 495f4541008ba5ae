package dev.brazier.container.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** One stat call. */
record FileFacts(FileIdentity identity, boolean regular, int uid) {
  private static final String ASKED = "unix:dev,ino,size,mode,uid,ctime,lastModifiedTime";
  private static final int TYPE_MASK = 0170000;
  private static final int REGULAR = 0100000;

  static FileFacts of(Path path, LinkOption... options) throws IOException {
    Map<String, Object> stat = Files.readAttributes(path, ASKED, options);
    FileIdentity identity =
        new FileIdentity(
            DeviceNumber.ofStat(number(stat, "dev")),
            number(stat, "ino"),
            number(stat, "size"),
            time(stat, "lastModifiedTime"),
            time(stat, "ctime"));
    boolean regular = (number(stat, "mode") & TYPE_MASK) == REGULAR;
    return new FileFacts(identity, regular, (int) number(stat, "uid"));
  }

  private static long number(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static Instant time(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
  }
}
