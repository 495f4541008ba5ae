package dev.brazier.container.unwind;

/** The DW_EH_PE encodings of addresses (LSB 5.0 §10.5), as far as code addresses use them. */
final class PointerEncoding {
  /** Eight bytes, the address itself: what {@code .debug_frame} uses. */
  static final int ABSOLUTE = 0;

  private static final int OMITTED = 0xff;
  private static final int FORMAT = 0x0f;
  private static final int APPLICATION = 0x70;
  private static final int RELATIVE_TO_FIELD = 0x10;
  private static final int ALIGNED = 0x50;
  private static final int INDIRECT = 0x80;

  private PointerEncoding() {}

  /**
   * Reads an address.
   *
   * @param sectionAddress the ELF address of the section's first byte
   */
  static long read(FrameReader in, int encoding, long sectionAddress)
      throws MalformedFrameException {
    if (encoding == ABSOLUTE) {
      return in.u64();
    }
    if ((encoding & INDIRECT) != 0) {
      throw new MalformedFrameException("address encoding that is not read here");
    }
    long field = sectionAddress + in.position();
    long value = number(in, encoding);
    return switch (encoding & APPLICATION) {
      case ABSOLUTE -> value;
      case RELATIVE_TO_FIELD -> value + field;
      default -> throw new MalformedFrameException("address encoding that is not read here");
    };
  }

  /** Reads a number that is no address, such as the length of a range. */
  static long number(FrameReader in, int encoding) throws MalformedFrameException {
    return switch (encoding & FORMAT) {
      case 0x0, 0x4, 0xc -> in.u64();
      case 0x1 -> in.uleb();
      case 0x2 -> in.u16();
      case 0x3 -> in.u32();
      case 0x9 -> in.sleb();
      case 0xa -> (short) in.u16();
      case 0xb -> in.s32();
      default -> throw new MalformedFrameException("address encoding that is not read here");
    };
  }

  /** Goes past an address whose value does not matter. */
  static void skip(FrameReader in, int encoding, long sectionAddress)
      throws MalformedFrameException {
    if (encoding == OMITTED) {
      return;
    }
    if ((encoding & APPLICATION) == ALIGNED) {
      in.skip(-(sectionAddress + in.position()) & 7);
    }
    number(in, encoding);
  }
}
