package dev.brazier.container.unwind;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes small ELF files: program headers, sections, and 16 KiB of code at file offset 0x1000. */
public final class ElfImage {
  static final int X86_64 = 62;
  static final int AARCH64 = 183;

  /** Where the code is in the file, and how much. */
  static final int CODE = 0x1000;

  static final int CODE_SIZE = 0x4000;

  /** The file header and two program headers, in bytes. */
  static final int HEADERS = 64 + 2 * 56;

  private static final int PROGBITS = 1;

  private final int machine;
  private final List<long[]> segments = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final byte[] code = new byte[CODE_SIZE];
  private long entry;

  private static final class Section {
    final String name;
    final int type;
    final long flags;
    final long address;
    final byte[] bytes;

    Section(String name, int type, long flags, long address, byte[] bytes) {
      this.name = name;
      this.type = type;
      this.flags = flags;
      this.address = address;
      this.bytes = bytes;
    }
  }

  ElfImage(int machine) {
    this.machine = machine;
  }

  /** A file whose code lies at ELF addresses 0x1000 above the file offsets. */
  public static ElfImage x86() {
    return new ElfImage(X86_64).segment(1, 5, CODE, 2 * CODE, CODE_SIZE);
  }

  ElfImage segment(int type, int flags, long offset, long address, long size) {
    segments.add(new long[] {type, flags, offset, address, size});
    return this;
  }

  ElfImage section(String name, FrameBytes contents) {
    return section(name, PROGBITS, 0, FrameBytes.ADDRESS, contents.toByteArray());
  }

  /** Adds a section behind the others. */
  public ElfImage section(String name, int type, long flags, long address, byte[] bytes) {
    sections.add(new Section(name, type, flags, address, bytes));
    return this;
  }

  ElfImage entry(long elfAddress) {
    entry = elfAddress;
    return this;
  }

  /** Puts bytes at a file offset of the code. */
  ElfImage code(int offset, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      code[offset - CODE + i] = (byte) bytes[i];
    }
    return this;
  }

  /** The file offset of the first section's contents. */
  static int firstSection() {
    return CODE + CODE_SIZE;
  }

  /** The file, read again. */
  public ElfFile elf() {
    return elf(build());
  }

  /** Reads a file that is sound as an ELF file. */
  static ElfFile elf(byte[] file) {
    try {
      return ElfFile.read(ByteSource.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedElfException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its bytes. */
  public byte[] build() {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.writeBytes(new byte[64]);
    for (Section section : sections) {
      headers.writeBytes(header(section, names.size(), firstSection() + contents.size()));
      names.writeBytes((section.name + '\0').getBytes(StandardCharsets.US_ASCII));
      contents.writeBytes(section.bytes);
    }
    int namesName = names.size();
    names.writeBytes(".shstrtab\0".getBytes(StandardCharsets.US_ASCII));
    Section last = new Section(".shstrtab", 3, 0, 0, names.toByteArray());
    headers.writeBytes(header(last, namesName, firstSection() + contents.size()));
    contents.writeBytes(last.bytes);

    int sectionHeaders = firstSection() + contents.size();
    byte[] bytes = new byte[sectionHeaders + headers.size()];
    ByteBuffer file = littleEndian(bytes);
    fileHeader(file, sections.isEmpty() ? 0 : sectionHeaders);
    programHeaders(file.position(64));
    file.position(CODE).put(code).put(contents.toByteArray()).put(headers.toByteArray());
    return bytes;
  }

  private void fileHeader(ByteBuffer b, long sectionHeaders) {
    b.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
    b.putShort(16, (short) 3).putShort(18, (short) machine).putLong(24, entry);
    b.putLong(32, 64).putLong(40, sectionHeaders).putShort(52, (short) 64);
    b.putShort(54, (short) 56).putShort(56, (short) segments.size());
    b.putShort(58, (short) 64);
    b.putShort(60, (short) (sectionHeaders == 0 ? 0 : sections.size() + 2));
    b.putShort(62, (short) (sectionHeaders == 0 ? 0 : sections.size() + 1));
  }

  private void programHeaders(ByteBuffer b) {
    for (long[] s : segments) {
      b.putInt((int) s[0]).putInt((int) s[1]).putLong(s[2]).putLong(s[3]).putLong(s[3]);
      b.putLong(s[4]).putLong(s[4]).putLong(0x1000);
    }
  }

  private static byte[] header(Section s, int name, long offset) {
    byte[] bytes = new byte[64];
    ByteBuffer b = littleEndian(bytes);
    b.putInt(name).putInt(s.type).putLong(s.flags).putLong(s.address).putLong(offset);
    b.putLong(s.bytes.length).putInt(0).putInt(0).putLong(1);
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
