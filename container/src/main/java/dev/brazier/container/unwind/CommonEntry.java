package dev.brazier.container.unwind;

/** A common information entry (CIE): what the functions that refer to it share. */
final class CommonEntry {
  /** Stands for an entry where there is none. */
  static final CommonEntry BLANK = new CommonEntry(new Preamble(1, 1, 0), Augmentation.NONE);

  private static final int MOST_CODE_ALIGNMENT = 256;

  /** In bytes; what distances in instructions are multiples of. */
  final long codeAlignment;

  final long dataAlignment;

  /** The register whose rule is that of the return address. */
  final int returnRegister;

  /** How addresses are written in the entries that refer to this one. */
  final int encoding;

  /** Those entries have augmentation data, preceded by its length. */
  final boolean augmented;

  /** Those entries describe code that the kernel makes a signal handler return to. */
  final boolean signalFrame;

  /** The rules before the first instruction of a function. */
  final RegisterRules initial = new RegisterRules();

  private CommonEntry(Preamble preamble, Augmentation augmentation) {
    codeAlignment = preamble.codeAlignment;
    dataAlignment = preamble.dataAlignment;
    returnRegister = preamble.returnRegister;
    encoding = augmentation.encoding;
    augmented = augmentation.present;
    signalFrame = augmentation.signalFrame;
  }

  private record Preamble(long codeAlignment, long dataAlignment, int returnRegister) {}

  private record Augmentation(boolean present, int encoding, boolean signalFrame) {
    static final Augmentation NONE = new Augmentation(false, PointerEncoding.ABSOLUTE, false);
  }

  /**
   * Reads an entry from its version on; the reader is left at its first instruction.
   *
   * @param sectionAddress the ELF address of the section's first byte
   */
  static CommonEntry read(FrameReader in, long sectionAddress) throws MalformedFrameException {
    int version = in.u8();
    if (version != 1 && version != 3 && version != 4) {
      throw new MalformedFrameException("CIE of an unknown version");
    }
    int letters = in.position();
    while (in.u8() != 0) {
      // to the end of the augmentation's name
    }
    int lettersEnd = in.position() - 1;
    if (version == 4 && (in.u8() != Long.BYTES || in.u8() != 0)) {
      throw new MalformedFrameException("CIE for addresses that are not 64-bit");
    }
    if (lettersEnd - letters >= 2 && in.at(letters) == 'e' && in.at(letters + 1) == 'h') {
      in.skip(Long.BYTES); // a pointer that gcc 2 put there
      letters += 2;
    }
    Preamble preamble = preamble(in, version);
    return new CommonEntry(preamble, augmentation(in, letters, lettersEnd, sectionAddress));
  }

  private static Preamble preamble(FrameReader in, int version) throws MalformedFrameException {
    long codeAlignment = in.uleb();
    long dataAlignment = in.sleb();
    long returnRegister = version == 1 ? in.u8() : in.uleb();
    if (codeAlignment < 0 || codeAlignment > MOST_CODE_ALIGNMENT) {
      throw new MalformedFrameException("CIE with an impossible code alignment");
    }
    if (dataAlignment != (short) dataAlignment || returnRegister != (short) returnRegister) {
      throw new MalformedFrameException("CIE with an impossible data alignment or register");
    }
    return new Preamble(codeAlignment, dataAlignment, (int) returnRegister);
  }

  private static Augmentation augmentation(
      FrameReader in, int letters, int end, long sectionAddress) throws MalformedFrameException {
    if (letters == end) {
      return Augmentation.NONE;
    }
    if (in.at(letters) != 'z') {
      throw new MalformedFrameException("CIE with an unknown augmentation");
    }
    int length = in.length();
    int instructions = in.position() + length;
    int encoding = PointerEncoding.ABSOLUTE;
    boolean signalFrame = false;
    for (int i = letters + 1; i < end; i++) {
      switch (in.at(i)) {
        case 'R' -> encoding = in.u8();
        case 'L' -> in.skip(1);
        case 'P' -> PointerEncoding.skip(in, in.u8(), sectionAddress);
        case 'S' -> signalFrame = true;
        case 'B', 'G' -> {} // AArch64: which key signs the return address, memory is tagged
        default -> {
          i = end; // the data of what is not known has no known length
        }
      }
    }
    in.enter(instructions, in.limit());
    return new Augmentation(true, encoding, signalFrame);
  }
}
