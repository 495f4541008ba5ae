package dev.brazier.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The structures and enums that a compiled kernel object describes in its {@code .BTF} section.
 * Kept apart from the {@link Btf} that reads them in earnest, so that one mistake cannot hide in
 * both. Formats: {@code elf(5)}, and {@code Documentation/bpf/btf.rst} of Linux 6.12.
 */
final class KernelObjectBtf {
  private static final int SECTION_HEADERS = 0x28;
  private static final int SECTION_HEADER_BYTES = 64;
  private static final int SECTION_COUNT = 0x3c;
  private static final int SECTION_NAMES = 0x3e;

  private static final int KIND_STRUCT = 4;
  private static final int KIND_ENUM = 6;

  /** How many bytes follow a type of each kind, once and per member; the index is the kind. */
  private static final int[] ONCE = {0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0};

  private static final int[] EACH = {
    0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12
  };

  /** Byte offset of each member. */
  record Structure(int bytes, Map<String, Integer> members) {
    int offset(String member) {
      return Objects.requireNonNull(members.get(member), member);
    }
  }

  private final Map<String, Structure> structures = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> enums = new LinkedHashMap<>();
  private final ByteBuffer types;
  private final ByteBuffer names;

  private KernelObjectBtf(ByteBuffer section) {
    int header = section.getInt(4);
    types = slice(section, header + section.getInt(8), section.getInt(12));
    names = slice(section, header + section.getInt(16), section.getInt(20));
    while (types.hasRemaining()) {
      readType();
    }
  }

  /** Reads {@code sample.MACHINE.bpf.o} of the build. */
  static KernelObjectBtf of(String machine) throws IOException {
    return of("sample", machine);
  }

  /** Reads {@code OBJECT.MACHINE.bpf.o} of the build. */
  static KernelObjectBtf of(String object, String machine) throws IOException {
    return read(object + "." + machine + ".bpf.o");
  }

  private static KernelObjectBtf read(String name) throws IOException {
    try (InputStream object = KernelObjectBtf.class.getResourceAsStream(name)) {
      byte[] image = Objects.requireNonNull(object, name).readAllBytes();
      return new KernelObjectBtf(
          section(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN), ".BTF"));
    }
  }

  Structure structure(String name) {
    return Objects.requireNonNull(structures.get(name), name);
  }

  /** The constants with their values. */
  Map<String, Integer> enumeration(String name) {
    return Objects.requireNonNull(enums.get(name), name);
  }

  private static ByteBuffer section(ByteBuffer elf, String wanted) {
    int headers = Math.toIntExact(elf.getLong(SECTION_HEADERS));
    ByteBuffer names = section(elf, headers, elf.getShort(SECTION_NAMES));
    for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
      int nameOffset = elf.getInt(headers + i * SECTION_HEADER_BYTES);
      if (text(names, nameOffset).equals(wanted)) {
        return section(elf, headers, i);
      }
    }
    throw new AssertionError("no section " + wanted);
  }

  private static ByteBuffer section(ByteBuffer elf, int headers, int index) {
    int header = headers + index * SECTION_HEADER_BYTES;
    return slice(
        elf,
        Math.toIntExact(elf.getLong(header + 0x18)),
        Math.toIntExact(elf.getLong(header + 0x20)));
  }

  private static ByteBuffer slice(ByteBuffer bytes, int offset, int length) {
    return bytes.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String text(ByteBuffer names, int offset) {
    int end = offset;
    while (names.get(end) != 0) {
      end++;
    }
    return StandardCharsets.US_ASCII.decode(names.slice(offset, end - offset)).toString();
  }

  private void readType() {
    String name = text(names, types.getInt());
    int info = types.getInt();
    int bytes = types.getInt();
    int kind = info >>> 24 & 0x1f;
    int members = info & 0xffff;
    int next = types.position() + ONCE[kind] + members * EACH[kind];
    if (kind == KIND_STRUCT) {
      structures.put(name, new Structure(bytes, readMembers(members)));
    } else if (kind == KIND_ENUM) {
      enums.put(name, readConstants(members));
    }
    types.position(next);
  }

  /** A member is its name, its type and its offset in bits. */
  private Map<String, Integer> readMembers(int count) {
    Map<String, Integer> offsets = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = text(names, types.getInt());
      types.getInt();
      offsets.put(name, types.getInt() / Byte.SIZE);
    }
    return offsets;
  }

  private Map<String, Integer> readConstants(int count) {
    Map<String, Integer> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = text(names, types.getInt());
      values.put(name, types.getInt());
    }
    return values;
  }
}
