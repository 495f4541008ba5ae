package dev.brazier.agent.unwind;

import dev.brazier.container.elf.BuildId;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSegment;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells that two files have the same unwind table: the same build, laid out alike. A stripped copy
 * shares with the full one, whatever lies outside of the segments.
 *
 * <p>A key from the first moment on, see {@link Inode}.
 *
 * @param text the build ID and the places of all segments
 */
public record CodeIdentity(String text) {

  /** Empty for a file without a build ID, which shares with none. */
  static Optional<CodeIdentity> of(ElfFile elf) throws IOException, MalformedElfException {
    Optional<BuildId> id = elf.buildId();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(id.get().hex());
    for (ElfSegment segment : elf.segments()) {
      text.append(' ').append(segment.type());
      text.append(' ').append(Long.toHexString(segment.offset()));
      text.append(' ').append(Long.toHexString(segment.fileSize()));
      text.append(' ').append(Long.toHexString(segment.address()));
    }
    return Optional.of(new CodeIdentity(text.toString()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodeIdentity identity && text.equals(identity.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
