package dev.brazier.agent.serve;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Tells one content of a resource from the next.
 *
 * @param tag a strong entity tag, with its quotes
 * @param modified when it last changed, in whole seconds, as HTTP tells time
 */
record Version(String tag, Instant modified) {

  Version {
    modified = modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The content of a file: its inode, length and time of change. */
  static Version of(BasicFileAttributes file) {
    String tag =
        "\"%x-%x-%x\""
            .formatted(
                Objects.hashCode(file.fileKey()),
                file.size(),
                file.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    return new Version(tag, file.lastModifiedTime().toInstant());
  }

  /** The version of what is made of this in a certain way. */
  Version derived(String way) {
    return new Version(tag.substring(0, tag.length() - 1) + "-" + way + "\"", modified);
  }
}
