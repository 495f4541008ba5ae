package dev.brazier.bpf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * BPF Type Format, as far as names, offsets and sizes are asked for: structures with their members,
 * and the global variables of a section. Format: {@code Documentation/bpf/btf.rst} of Linux 6.12.
 */
final class Btf {
  private static final int MAGIC = 0xeb9f;

  /** Twice the kernel's KSYM_NAME_LEN. */
  private static final int LONGEST_NAME = 1024;

  private final List<Type> types;

  private Btf(List<Type> types) {
    this.types = types;
  }

  /**
   * A structure.
   *
   * @param bytes its size
   * @param offsets byte offset of each named member, in declaration order
   */
  record Structure(int bytes, Map<String, Integer> offsets) {}

  /** A global variable: where it lies in its section, both in bytes. */
  record Variable(int offset, int bytes) {}

  /** A type; members are kept for structures and sections only. */
  private record Type(Kind kind, String name, int bytes, List<Member> members) {}

  /** Of a section, the name is empty: it is that of the variable with that type id. */
  private record Member(String name, int typeId, int offset, int bytes) {}

  /** The order is the format's numbering. */
  private enum Kind {
    VOID(0, 0),
    INT(1, 0),
    PTR(0, 0),
    ARRAY(3, 0),
    STRUCT(0, 3),
    UNION(0, 3),
    ENUM(0, 2),
    FWD(0, 0),
    TYPEDEF(0, 0),
    VOLATILE(0, 0),
    CONST(0, 0),
    RESTRICT(0, 0),
    FUNC(0, 0),
    FUNC_PROTO(0, 2),
    VAR(1, 0),
    DATASEC(0, 3),
    FLOAT(0, 0),
    DECL_TAG(1, 0),
    TYPE_TAG(0, 0),
    ENUM64(0, 3);

    private static final Kind[] ALL = values();

    /** 32-bit words that follow once, and per member. */
    final int words;

    final int wordsPerMember;

    Kind(int words, int wordsPerMember) {
      this.words = words;
      this.wordsPerMember = wordsPerMember;
    }
  }

  /**
   * Reads the content of a {@code .BTF} section.
   *
   * @throws MalformedBtfException when it is cut short or holds an unknown kind of type
   */
  static Btf parse(byte[] section) throws MalformedBtfException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(section).order(ByteOrder.LITTLE_ENDIAN);
      if (Short.toUnsignedInt(bytes.getShort(0)) != MAGIC) {
        throw new MalformedBtfException("no BTF magic");
      }
      int header = bytes.getInt(4);
      ByteBuffer typeArea = area(bytes, header, bytes.getInt(8), bytes.getInt(12));
      ByteBuffer names = area(bytes, header, bytes.getInt(16), bytes.getInt(20));
      return new Btf(readTypes(typeArea, names));
    } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
      throw new MalformedBtfException("an offset or length points outside of the section");
    }
  }

  private static ByteBuffer area(ByteBuffer bytes, int header, int offset, int length) {
    return bytes.slice(Math.addExact(header, offset), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<Type> readTypes(ByteBuffer area, ByteBuffer names)
      throws MalformedBtfException {
    List<Type> types = new ArrayList<>();
    types.add(new Type(Kind.VOID, "", 0, List.of()));
    while (area.hasRemaining()) {
      types.add(readType(area, names));
    }
    return types;
  }

  private static Type readType(ByteBuffer area, ByteBuffer names) throws MalformedBtfException {
    String name = name(names, area.getInt());
    int info = area.getInt();
    int bytes = area.getInt();
    int number = info >>> 24 & 0x1f;
    if (number >= Kind.ALL.length) {
      throw new MalformedBtfException("unknown kind of type " + number);
    }
    Kind kind = Kind.ALL[number];
    int members = info & 0xffff;
    int length = (kind.words + members * kind.wordsPerMember) * Integer.BYTES;
    ByteBuffer body = area.slice(area.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    area.position(area.position() + length);
    return switch (kind) {
      case STRUCT -> new Type(kind, name, bytes, readFields(body, names, info < 0));
      case DATASEC -> new Type(kind, name, bytes, readVariables(body));
      default -> new Type(kind, name, bytes, List.of());
    };
  }

  /** With bit fields, the upper eight bits of an offset are a width. Offsets count bits. */
  private static List<Member> readFields(ByteBuffer body, ByteBuffer names, boolean bitFields)
      throws MalformedBtfException {
    List<Member> fields = new ArrayList<>();
    while (body.hasRemaining()) {
      String name = name(names, body.getInt());
      int typeId = body.getInt();
      int offset = body.getInt();
      fields.add(new Member(name, typeId, (bitFields ? offset & 0xffffff : offset) / 8, 0));
    }
    return fields;
  }

  private static List<Member> readVariables(ByteBuffer body) {
    List<Member> variables = new ArrayList<>();
    while (body.hasRemaining()) {
      variables.add(new Member("", body.getInt(), body.getInt(), body.getInt()));
    }
    return variables;
  }

  private static String name(ByteBuffer names, int offset) throws MalformedBtfException {
    int end = offset;
    while (names.get(end) != 0) {
      if (++end - offset > LONGEST_NAME) {
        throw new MalformedBtfException("a name is longer than " + LONGEST_NAME + " bytes");
      }
    }
    byte[] text = new byte[end - offset];
    names.get(offset, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The structure of that name, {@code sample_record}. */
  Optional<Structure> structure(String name) {
    return types.stream()
        .filter(type -> type.kind == Kind.STRUCT && type.name.equals(name))
        .findFirst()
        .map(Btf::structure);
  }

  private static Structure structure(Type type) {
    Map<String, Integer> offsets = new LinkedHashMap<>();
    type.members.forEach(field -> offsets.put(field.name, field.offset));
    return new Structure(type.bytes, offsets);
  }

  /** The variables of a section by name; empty when there is no such section. */
  Map<String, Variable> variables(String section) {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Type type : types) {
      if (type.kind == Kind.DATASEC && type.name.equals(section)) {
        type.members.forEach(member -> putVariable(variables, member));
      }
    }
    return variables;
  }

  private void putVariable(Map<String, Variable> variables, Member member) {
    if (member.typeId > 0 && member.typeId < types.size()) {
      variables.put(types.get(member.typeId).name, new Variable(member.offset, member.bytes));
    }
  }
}
