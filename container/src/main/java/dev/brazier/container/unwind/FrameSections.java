package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.ElfSegment;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Finds the frame information of one file. */
final class FrameSections {
  static final String EH_FRAME = ".eh_frame";
  static final String DEBUG_FRAME = ".debug_frame";

  /** What linkers before 2020 called it when compressed; Go's did longer. */
  private static final String OLD_COMPRESSED = ".zdebug_frame";

  private static final int MOST_BYTES = 96 << 20; // node has 3 MB
  private static final int PROGBITS = 1;
  private static final int HEADER_BYTES = 32;
  private static final int OMITTED = 0xff;

  private final ElfFile elf;

  FrameSections(ElfFile elf) {
    this.elf = elf;
  }

  /**
   * The section of that kind, inflated. That for exceptions is also found by the segment that
   * points at it.
   */
  Optional<FrameSection> find(FrameSection.Kind kind) throws IOException, MalformedElfException {
    boolean loaded = kind == FrameSection.Kind.EH_FRAME;
    Optional<ElfSection> section = loaded ? elf.section(EH_FRAME) : debugSection(elf);
    if (section.isPresent()) {
      return read(section.get(), kind, Integer.MAX_VALUE);
    }
    return loaded ? ehFrameOfSegment() : Optional.empty();
  }

  /** The header of the section for debuggers, where it has contents. */
  static Optional<ElfSection> debugSection(ElfFile elf) {
    Optional<ElfSection> section = elf.section(DEBUG_FRAME);
    section = section.isPresent() ? section : elf.section(OLD_COMPRESSED);
    return section.isPresent() && section.get().type() != ElfSection.NOBITS
        ? section
        : Optional.empty();
  }

  private Optional<FrameSection> read(ElfSection section, FrameSection.Kind kind, int fdes)
      throws IOException, MalformedElfException {
    byte[] bytes = array(elf.contents(section, MOST_BYTES));
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(
            new FrameSection(
                section.name(), kind, new FrameReader(bytes), section.address(), fdes));
  }

  private static byte[] array(ByteBuffer contents) {
    boolean whole = contents.arrayOffset() == 0 && contents.array().length == contents.limit();
    if (whole) {
      return contents.array(); // of up to 10 MB: not copied
    }
    byte[] bytes = new byte[contents.limit()];
    contents.get(0, bytes);
    return bytes;
  }

  /**
   * Without section headers {@code .eh_frame_hdr} (LSB 5.0 §10.6.1) tells where the section begins
   * and how many functions it describes; it goes on to the end of its segment at most.
   */
  private Optional<FrameSection> ehFrameOfSegment() throws IOException, MalformedElfException {
    for (ElfSegment segment : elf.segments()) {
      if (segment.type() == ElfSegment.GNU_EH_FRAME && segment.fileSize() >= HEADER_BYTES / 2) {
        return ehFrameOf(segment);
      }
    }
    return Optional.empty();
  }

  private Optional<FrameSection> ehFrameOf(ElfSegment header)
      throws IOException, MalformedElfException {
    byte[] bytes = new byte[(int) Math.min(header.fileSize(), HEADER_BYTES)];
    elf.read(".eh_frame_hdr", header.offset(), ByteBuffer.wrap(bytes));
    FrameReader in = new FrameReader(bytes);
    in.enter(0, bytes.length);
    try {
      in.u8(); // version
      int addressEncoding = in.u8();
      int countEncoding = in.u8();
      in.u8(); // of the table behind
      long address = PointerEncoding.read(in, addressEncoding, header.address());
      long count =
          countEncoding == OMITTED ? Long.MAX_VALUE : PointerEncoding.number(in, countEncoding);
      return loaded(address, (int) Math.max(0, Math.min(count, Integer.MAX_VALUE)));
    } catch (MalformedFrameException e) {
      return Optional.empty();
    }
  }

  private Optional<FrameSection> loaded(long address, int fdes)
      throws IOException, MalformedElfException {
    for (ElfSegment segment : elf.segments()) {
      long distance = address - segment.address();
      if (segment.type() == ElfSegment.LOAD && distance >= 0 && distance < segment.fileSize()) {
        long size = Math.min(segment.fileSize() - distance, MOST_BYTES);
        long offset = segment.offset() + distance;
        ElfSection section =
            new ElfSection(EH_FRAME, PROGBITS, ElfSection.ALLOC, address, offset, size, 0, 0, 0);
        return read(section, FrameSection.Kind.EH_FRAME, fdes);
      }
    }
    return Optional.empty();
  }
}
