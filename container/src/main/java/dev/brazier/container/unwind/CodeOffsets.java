package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSegment;
import java.util.List;

/** Where the bytes of the executable segments lie in the file. */
final class CodeOffsets {
  private static final long MOST_OFFSET = 0xffff_fffeL;

  private final long[] addresses;
  private final long[] offsets;
  private final long[] sizes;
  private int last; // functions come in clusters: the segment of the previous one is tried first

  CodeOffsets(ElfFile elf) {
    List<ElfSegment> segments = elf.segments().stream().filter(CodeOffsets::isUsable).toList();
    addresses = segments.stream().mapToLong(ElfSegment::address).toArray();
    offsets = segments.stream().mapToLong(ElfSegment::offset).toArray();
    sizes =
        segments.stream()
            .mapToLong(s -> Math.min(s.fileSize(), MOST_OFFSET - s.offset()))
            .toArray();
  }

  private static boolean isUsable(ElfSegment s) {
    return s.isCode() && s.offset() >= 0 && s.offset() < MOST_OFFSET && s.fileSize() > 0;
  }

  /** The number of bytes from this ELF address to the end of its segment, 0 outside of all. */
  long bytesFrom(long address) {
    for (int i = 0; i < addresses.length; i++) {
      int segment = last + i < addresses.length ? last + i : last + i - addresses.length;
      long distance = address - addresses[segment];
      if (distance >= 0 && distance < sizes[segment]) {
        last = segment;
        return sizes[segment] - distance;
      }
    }
    return 0;
  }

  /** The file offset of an ELF address for which {@link #bytesFrom} was asked last, and found. */
  long toFileOffset(long address) {
    return address - addresses[last] + offsets[last];
  }
}
