package dev.brazier.container.symbol;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.golang.TablePart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of one symbol table.
 *
 * <p>They are several times the size of the table itself (7.5 MB for node) and hardly any of them
 * is ever asked for. A small table is kept; of a middling one the names are held while symbols are
 * compared; a name of a large one is read from the file only when somebody asks for it.
 */
final class StringTable {
  private static final int MOST_KEPT = 128 * 1024;
  private static final int MOST_COMPARED = 1 << 20;
  private static final int MOST_WITHOUT_FILE = 32 << 20;
  private static final int LONGEST_NAME = 32 * 1024;
  private static final int FIRST_READ = 256;

  private final ElfFile file;
  private final long offset;
  private final int size;
  private final boolean releasable;
  private final boolean versioned;
  private byte @Nullable [] bytes;

  private StringTable(
      ElfFile file,
      long offset,
      int size,
      boolean releasable,
      boolean versioned,
      byte @Nullable [] bytes) {
    this.file = file;
    this.versioned = versioned;
    this.offset = offset;
    this.size = size;
    this.releasable = releasable;
    this.bytes = bytes;
  }

  /**
   * Opens the names for building a table.
   *
   * @param lasting whether the file stays open behind this table
   */
  static StringTable of(ElfFile file, ElfSection section, boolean lasting)
      throws IOException, MalformedElfException {
    if (section.isCompressed()) {
      ByteBuffer names = file.contents(section, MOST_WITHOUT_FILE);
      return new StringTable(file, 0, names.limit(), false, true, array(names));
    }
    int size = (int) Math.min(Math.max(section.size(), 0), Integer.MAX_VALUE);
    boolean releasable = lasting && size > MOST_KEPT;
    byte[] bytes = null;
    if (!releasable || size <= MOST_COMPARED) {
      bytes = array(file.contents(section, MOST_WITHOUT_FILE));
    }
    return new StringTable(file, section.offset(), size, releasable, true, bytes);
  }

  /** Opens the names for reading a few of them, each from the file. */
  static StringTable onFile(ElfFile file, ElfSection section)
      throws IOException, MalformedElfException {
    if (section.isCompressed()) {
      return of(file, section, false);
    }
    int size = (int) Math.min(Math.max(section.size(), 0), Integer.MAX_VALUE);
    return new StringTable(file, section.offset(), size, true, true, null);
  }

  /** Names of a file that stays open behind this table, each ended by a NUL. */
  static StringTable verbatim(ElfFile file, TablePart part)
      throws IOException, MalformedElfException {
    int size = (int) Math.min(part.size(), Integer.MAX_VALUE);
    byte[] bytes = null;
    if (size <= MOST_KEPT) {
      bytes = new byte[size];
      file.read("names", part.offset(), ByteBuffer.wrap(bytes));
    }
    return new StringTable(file, part.offset(), size, bytes == null, false, bytes);
  }

  /** Names that were made up here, each ended by a NUL. */
  static StringTable verbatim(ElfFile file, byte[] bytes) {
    return new StringTable(file, 0, bytes.length, false, false, bytes);
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The number of bytes, and so the bound of every name's offset. */
  int size() {
    return size;
  }

  /** The bytes this table occupies in memory. */
  long memory() {
    byte[] held = bytes;
    return held == null ? 0 : held.length;
  }

  /** Whether names are at hand without reading the file. */
  boolean isHeld() {
    return bytes != null;
  }

  /** Whether names are read from the file again after {@link #release}. */
  boolean needsFile() {
    return releasable;
  }

  /** Drops what can be read from the file again. */
  void release() {
    if (releasable) {
      bytes = null;
    }
  }

  /**
   * The bytes of the name at an offset, without the symbol version that some linkers append ({@code
   * memcpy@@GLIBC_2.14}); empty where the offset is outside the table.
   */
  byte[] name(int nameOffset) throws IOException, MalformedElfException {
    if (nameOffset < 0 || nameOffset >= size) {
      return new byte[0];
    }
    byte[] held = bytes;
    if (held != null) {
      return cut(held, nameOffset, Math.min(size, nameOffset + LONGEST_NAME));
    }
    int most = Math.min(size - nameOffset, LONGEST_NAME);
    for (int length = Math.min(FIRST_READ, most); ; length = Math.min(4 * length, most)) {
      byte[] read = new byte[length];
      file.read("a name", offset + nameOffset, ByteBuffer.wrap(read));
      byte[] name = cut(read, 0, length);
      if (name.length < length || length == most) {
        return name;
      }
    }
  }

  /** Names as a symbol table has them, already in memory. */
  static StringTable versioned(ElfFile file, byte[] bytes) {
    return new StringTable(file, 0, bytes.length, false, true, bytes);
  }

  private byte[] cut(byte[] bytes, int from, int limit) {
    int end = from;
    while (end < limit && bytes[end] != 0 && (bytes[end] != '@' || !versioned || end == from)) {
      end++;
    }
    return Arrays.copyOfRange(bytes, from, end);
  }
}
