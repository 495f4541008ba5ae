package dev.brazier.container.elf;

import java.util.List;
import java.util.OptionalLong;

/**
 * The loaded segments of one file, kept for translating file offsets after the file is closed.
 *
 * @param segments the segments of type {@link ElfSegment#LOAD}
 */
public record CodeSegments(List<ElfSegment> segments) {
  /** Copies the list. */
  public CodeSegments {
    segments = List.copyOf(segments);
  }

  /** The loaded segments of a file. */
  public static CodeSegments of(ElfFile file) {
    return new CodeSegments(
        file.segments().stream().filter(s -> s.type() == ElfSegment.LOAD).toList());
  }

  /** As {@link ElfFile#fileOffsetToElfAddress}. */
  public OptionalLong toElfAddress(long fileOffset) {
    return toElfAddress(segments, fileOffset);
  }

  static OptionalLong toElfAddress(List<ElfSegment> segments, long fileOffset) {
    OptionalLong found = OptionalLong.empty();
    for (ElfSegment segment : segments) {
      if (segment.type() == ElfSegment.LOAD && segment.holdsFileOffset(fileOffset)) {
        OptionalLong address = OptionalLong.of(fileOffset - segment.offset() + segment.address());
        if (segment.isCode()) {
          return address;
        }
        found = found.isPresent() ? found : address;
      }
    }
    return found;
  }
}
