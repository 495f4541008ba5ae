package dev.brazier.container.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One 64-bit little-endian ELF file: its headers, read at once, and its contents, read on demand.
 *
 * <p>Holds on to the source it was read from and never closes it. Not thread-safe beyond its
 * source.
 */
public final class ElfFile {
  private static final int MOST_NOTE_BYTES = 1 << 20;
  private static final int MOST_LINK_BYTES = 4096;

  private final ElfBytes bytes;
  private final ElfHeader header;
  private final List<ElfSegment> segments;
  private final List<ElfSection> sections;

  private ElfFile(
      ElfBytes bytes, ElfHeader header, List<ElfSegment> segments, List<ElfSection> sections) {
    this.bytes = bytes;
    this.header = header;
    this.segments = segments;
    this.sections = sections;
  }

  /**
   * Reads the header and both header tables.
   *
   * @throws MalformedElfException if this is no ELF file, one of a kind not read here, or one whose
   *     headers lie outside the file
   * @throws IOException if the source cannot be read
   */
  public static ElfFile read(ByteSource source) throws IOException, MalformedElfException {
    ElfBytes bytes = new ElfBytes(source);
    ElfHeader header = ElfHeader.read(bytes);
    List<ElfSegment> segments = HeaderTables.segments(header, bytes);
    List<ElfSection> sections = HeaderTables.sections(header, bytes);
    return new ElfFile(bytes, header, segments, sections);
  }

  /** What the file is for. */
  public ElfType type() {
    return header.type();
  }

  /** The processor the file is for. */
  public ElfMachine machine() {
    return header.machine();
  }

  /** The ELF address of the first instruction, e_entry; 0 where there is none. */
  public long entry() {
    return header.entry();
  }

  /** The program headers in the order of the file; empty in an object file. */
  public List<ElfSegment> segments() {
    return segments;
  }

  /** The section headers in the order of the file, the empty first one included; may be empty. */
  public List<ElfSection> sections() {
    return sections;
  }

  /** The first section of that name. */
  public Optional<ElfSection> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** The first section of that type. */
  public Optional<ElfSection> sectionOfType(int type) {
    return sections.stream().filter(s -> s.type() == type).findFirst();
  }

  /** The section a header's {@code link} or a symbol's section index points at. */
  public Optional<ElfSection> sectionAt(int index) {
    return index > 0 && index < sections.size()
        ? Optional.of(sections.get(index))
        : Optional.empty();
  }

  /**
   * The ELF address of the byte at a file offset, through the loaded segments; where two of them
   * hold the byte, the executable one is right, because file offsets come from code.
   */
  public OptionalLong fileOffsetToElfAddress(long fileOffset) {
    return CodeSegments.toElfAddress(segments, fileOffset);
  }

  /**
   * Reads a whole section, inflated where it is compressed.
   *
   * @param most the largest length accepted, in bytes, after inflation too
   * @return the bytes from 0 to the limit, little-endian, backed by an array; empty for a section
   *     without bytes in the file
   */
  public ByteBuffer contents(ElfSection section, int most)
      throws IOException, MalformedElfException {
    String name = "section " + section.name();
    if (section.type() == ElfSection.NOBITS) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer contents = bytes.read(name, section.offset(), section.size(), most);
    if (section.name().startsWith(Inflation.OLD_PREFIX)) {
      return Inflation.inflateOld(section.name(), contents, most);
    }
    return section.isCompressed() ? Inflation.inflate(section.name(), contents, most) : contents;
  }

  /**
   * Fills a buffer to its limit from a range of the file.
   *
   * @param what the name of the range, for the message
   * @param offset the file offset of the first byte
   */
  public void read(String what, long offset, ByteBuffer into)
      throws IOException, MalformedElfException {
    bytes.require(what, offset, into.remaining());
    bytes.readInto(what, offset, into);
  }

  /**
   * The GNU build ID, from note sections where there are sections, else from note segments (in a
   * separate debug file only the sections tell where the note is).
   */
  public Optional<BuildId> buildId() throws IOException, MalformedElfException {
    for (ElfSection section : sections) {
      if (section.type() == ElfSection.NOTE && section.size() <= MOST_NOTE_BYTES) {
        long alignment = section.name().equals(".note.gnu.property") ? 8 : 4;
        Optional<BuildId> id = Notes.buildId(contents(section, MOST_NOTE_BYTES), alignment);
        if (id.isPresent()) {
          return id;
        }
      }
    }
    return sections.isEmpty() ? buildIdOfSegments() : Optional.empty();
  }

  private Optional<BuildId> buildIdOfSegments() throws IOException, MalformedElfException {
    for (ElfSegment segment : segments) {
      if (segment.type() == ElfSegment.NOTE && segment.fileSize() <= MOST_NOTE_BYTES) {
        ByteBuffer notes =
            bytes.read("notes", segment.offset(), segment.fileSize(), MOST_NOTE_BYTES);
        Optional<BuildId> id = Notes.buildId(notes, segment.alignment());
        if (id.isPresent()) {
          return id;
        }
      }
    }
    return Optional.empty();
  }

  /** The name and checksum of the separate debug file, where the file names one. */
  public Optional<DebugLink> debugLink() throws IOException, MalformedElfException {
    Optional<ElfSection> section = section(".gnu_debuglink");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer link = contents(section.get(), MOST_LINK_BYTES);
    int end = 0;
    while (end < link.limit() && link.get(end) != 0) {
      end++;
    }
    int crc = (end + 4) & ~3; // behind the NUL, on a multiple of four
    if (end == 0 || crc + 4 > link.limit()) {
      return Optional.empty();
    }
    byte[] name = new byte[end];
    link.get(0, name);
    return Optional.of(
        new DebugLink(new String(name, StandardCharsets.UTF_8), link.getInt(crc) & 0xffffffffL));
  }
}
