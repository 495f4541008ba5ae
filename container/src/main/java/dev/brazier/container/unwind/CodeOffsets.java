package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSegment;
import java.util.ArrayList;
import java.util.List;

/** Where the bytes of the executable segments lie in the file. */
final class CodeOffsets {
  private static final long MOST_OFFSET = 0xffff_fffeL;
  private static final int MOST_SEGMENTS = 64; // they are searched one by one
  private static final ElfSegment NOTHING = new ElfSegment(ElfSegment.LOAD, 0, 0, 0, 0, 0, 0);

  private final List<ElfSegment> segments = new ArrayList<>();
  private ElfSegment last = NOTHING; // functions come in clusters: it is tried first

  CodeOffsets(ElfFile elf) {
    for (ElfSegment segment : elf.segments()) {
      boolean usable = segment.isCode() && segment.offset() >= 0 && segment.offset() < MOST_OFFSET;
      if (usable && segments.size() < MOST_SEGMENTS) {
        segments.add(segment);
      }
    }
  }

  /** The number of bytes from this ELF address to the end of its segment, 0 outside of all. */
  long bytesFrom(long address) {
    long bytes = bytesFrom(address, last);
    for (int i = 0; i < segments.size() && bytes == 0; i++) {
      last = segments.get(i);
      bytes = bytesFrom(address, last);
    }
    return bytes;
  }

  private static long bytesFrom(long address, ElfSegment segment) {
    long distance = address - segment.address();
    long size = Math.min(segment.fileSize(), MOST_OFFSET - segment.offset());
    return distance >= 0 && distance < size ? size - distance : 0;
  }

  /** The file offset of an ELF address for which {@link #bytesFrom} was asked last, and found. */
  long toFileOffset(long address) {
    return address - last.address() + last.offset();
  }
}
