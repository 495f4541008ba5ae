package dev.brazier.container.unwind;

import java.io.ByteArrayOutputStream;

/** Assembles sections of frame information byte by byte. */
final class FrameBytes {
  /** Where the section is loaded. */
  static final long ADDRESS = 0x10_0000;

  /** Addresses are 4 bytes, relative to their field: what gcc writes. */
  static final int PC_RELATIVE = 0x1b;

  /** CFA = rsp + 8, return address at CFA - 8. */
  static final int[] X86_64_INITIAL = {0x0c, 7, 8, 0x90, 1};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final boolean debug;
  private int encoding = PC_RELATIVE;
  private boolean augmented = true;
  private int cie;

  private FrameBytes(boolean debug) {
    this.debug = debug;
  }

  static FrameBytes ehFrame() {
    return new FrameBytes(false);
  }

  static FrameBytes debugFrame() {
    return new FrameBytes(true);
  }

  /** The usual CIE of x86-64, for all functions up to the next. */
  FrameBytes cie() {
    return debug ? cieOf("", 1, -8, 16, X86_64_INITIAL) : cie("zR", PC_RELATIVE);
  }

  /** One of x86-64 for addresses in that encoding; other letters have no data. */
  FrameBytes cie(String augmentation, int addressEncoding) {
    encoding = addressEncoding;
    return cieOf(augmentation, 1, -8, 16, X86_64_INITIAL);
  }

  FrameBytes cieOf(
      String augmentation, int codeAlignment, int dataAlignment, int ra, int... instructions) {
    FrameBytes body = new FrameBytes(debug);
    body.bytes(debug ? 4 : 1);
    augmentation.chars().forEach(body::bytes);
    body.bytes(0);
    if (debug) {
      body.bytes(8, 0);
      encoding = 0;
    }
    body.bytes(codeAlignment, dataAlignment & 0x7f, ra);
    augmented = augmentation.startsWith("z");
    if (augmented) {
      boolean r = augmentation.contains("R");
      body.bytes(r ? 1 : 0);
      body.bytes(r ? new int[] {encoding} : new int[0]);
    }
    body.bytes(instructions);
    cie = out.size();
    return u32(4 + body.out.size()).u32(debug ? -1 : 0).bytes(body.toByteArray());
  }

  /** A function with these instructions. */
  FrameBytes fde(long start, long length, int... instructions) {
    int at = out.size();
    FrameBytes body = new FrameBytes(debug);
    int size = size(encoding);
    long field = ADDRESS + at + 8;
    body.number((encoding & 0x70) == 0x10 ? start - field : start, size).number(length, size);
    if (augmented) {
      body.bytes(0);
    }
    body.bytes(instructions);
    return u32(4 + body.out.size()).u32(debug ? cie : at + 4 - cie).bytes(body.toByteArray());
  }

  private static int size(int encoding) {
    return switch (encoding & 0xf) {
      case 0x2, 0xa -> 2;
      case 0x3, 0xb -> 4;
      default -> 8;
    };
  }

  FrameBytes bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  FrameBytes bytes(byte[] values) {
    out.writeBytes(values);
    return this;
  }

  FrameBytes u32(long value) {
    return number(value, 4);
  }

  FrameBytes number(long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >> (8 * i)));
    }
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
