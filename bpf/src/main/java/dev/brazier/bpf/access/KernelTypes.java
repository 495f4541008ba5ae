package dev.brazier.bpf.access;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Looks one type up in BTF, the format of {@code /sys/kernel/btf/vmlinux} (linux/btf.h). */
final class KernelTypes {
  private static final int MAGIC = 0xeb9f;
  private static final int HEADER = 24;
  private static final int TYPE = 12;
  private static final int FUNCTION = 12;

  private KernelTypes() {}

  /** The id of a function's type; empty when there is none, or when the bytes are no BTF. */
  static OptionalInt findFunction(byte[] bytes, String name) {
    ByteBuffer btf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || (btf.getShort(0) & 0xffff) != MAGIC) {
      return OptionalInt.empty();
    }
    long header = btf.getInt(4) & 0xffffffffL;
    long types = header + (btf.getInt(8) & 0xffffffffL);
    long end = Math.min(bytes.length, types + (btf.getInt(12) & 0xffffffffL));
    long strings = header + (btf.getInt(16) & 0xffffffffL);
    byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    int id = 1;
    for (long at = types; at + TYPE <= end; id++) {
      int info = btf.getInt((int) at + 4);
      int kind = info >>> 24 & 0x1f;
      if (kind == FUNCTION && isAt(bytes, strings + (btf.getInt((int) at) & 0xffffffffL), wanted)) {
        return OptionalInt.of(id);
      }
      at += TYPE + trailing(kind, info & 0xffff);
    }
    return OptionalInt.empty();
  }

  private static boolean isAt(byte[] bytes, long offset, byte[] wanted) {
    if (offset + wanted.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[(int) offset + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes follow a type of this kind with so many members. */
  private static long trailing(int kind, int members) {
    return switch (kind) {
      case 1, 14, 17 -> 4; // INT, VAR, DECL_TAG
      case 3 -> 12; // ARRAY
      case 4, 5, 15, 19 -> 12L * members; // STRUCT, UNION, DATASEC, ENUM64
      case 6, 13 -> 8L * members; // ENUM, FUNC_PROTO
      default -> 0;
    };
  }
}
