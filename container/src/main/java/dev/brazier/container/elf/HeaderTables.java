package dev.brazier.container.elf;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the two tables of headers: segments and sections. */
final class HeaderTables {
  private static final int SEGMENT_SIZE = 56;
  private static final int SECTION_SIZE = 64;
  private static final int MOST_SEGMENTS = 4096;
  private static final int MOST_SECTIONS = 1 << 16;
  private static final int MOST_NAME_BYTES = 4 << 20;
  private static final int LONGEST_NAME = 255;
  private static final int NAMES_IN_FIRST_SECTION = 0xffff; // SHN_XINDEX

  private HeaderTables() {}

  static List<ElfSegment> segments(ElfHeader header, ElfBytes bytes)
      throws IOException, MalformedElfException {
    int count = header.programHeaderCount();
    if (header.programHeaders() == 0 || count == 0) {
      return List.of();
    }
    requireEntrySize("program headers", header.programHeaderSize(), SEGMENT_SIZE);
    requireAtMost("program headers", count, MOST_SEGMENTS);
    ByteBuffer b =
        table("the program headers", header.programHeaders(), count, SEGMENT_SIZE, bytes);
    List<ElfSegment> segments = new ArrayList<>(count);
    for (int at = 0; at < b.limit(); at += SEGMENT_SIZE) {
      segments.add(
          new ElfSegment(
              b.getInt(at),
              b.getInt(at + 4),
              b.getLong(at + 8),
              b.getLong(at + 16),
              b.getLong(at + 32),
              b.getLong(at + 40),
              b.getLong(at + 48)));
    }
    return List.copyOf(segments);
  }

  static List<ElfSection> sections(ElfHeader header, ElfBytes bytes)
      throws IOException, MalformedElfException {
    if (header.sectionHeaders() == 0) {
      return List.of();
    }
    requireEntrySize("section headers", header.sectionHeaderSize(), SECTION_SIZE);
    // A file with 65,280 sections or more keeps its counts in the first, otherwise empty section.
    ByteBuffer first =
        table("the section headers", header.sectionHeaders(), 1, SECTION_SIZE, bytes);
    long count = header.sectionHeaderCount() == 0 ? first.getLong(32) : header.sectionHeaderCount();
    long names =
        header.sectionNames() == NAMES_IN_FIRST_SECTION ? first.getInt(40) : header.sectionNames();
    requireAtMost("section headers", count, MOST_SECTIONS);
    ByteBuffer b =
        table("the section headers", header.sectionHeaders(), (int) count, SECTION_SIZE, bytes);
    byte[] nameBytes = names(b, names, bytes);
    List<ElfSection> sections = new ArrayList<>((int) count);
    for (int at = 0; at < b.limit(); at += SECTION_SIZE) {
      sections.add(section(b, at, nameBytes));
    }
    return List.copyOf(sections);
  }

  private static ElfSection section(ByteBuffer b, int at, byte[] names) {
    long name = b.getInt(at) & 0xffffffffL;
    return new ElfSection(
        name < names.length ? ElfBytes.text(names, (int) name, LONGEST_NAME) : "",
        b.getInt(at + 4),
        b.getLong(at + 8),
        b.getLong(at + 16),
        b.getLong(at + 24),
        b.getLong(at + 32),
        b.getInt(at + 40),
        b.getInt(at + 44),
        b.getLong(at + 56));
  }

  private static byte[] names(ByteBuffer headers, long index, ElfBytes bytes)
      throws IOException, MalformedElfException {
    if (index <= 0 || index >= headers.limit() / SECTION_SIZE) {
      return new byte[0];
    }
    int at = (int) index * SECTION_SIZE;
    long offset = headers.getLong(at + 24);
    long size = headers.getLong(at + 32);
    return bytes.read("the section names", offset, size, MOST_NAME_BYTES).array();
  }

  private static ByteBuffer table(
      String what, long offset, int count, int entrySize, ElfBytes bytes)
      throws IOException, MalformedElfException {
    int length = count * entrySize; // both are capped: at most 4 MB
    return bytes.read(what, offset, length, length);
  }

  private static void requireEntrySize(String what, int actual, int expected)
      throws MalformedElfException {
    if (actual != expected) {
      throw malformed("%s of %d bytes each, not %d".formatted(what, actual, expected));
    }
  }

  private static void requireAtMost(String what, long count, int most)
      throws MalformedElfException {
    if (count < 0 || count > most) {
      throw malformed("%d %s, more than the %d read".formatted(count, what, most));
    }
  }
}
