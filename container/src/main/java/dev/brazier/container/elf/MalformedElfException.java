package dev.brazier.container.elf;

/** The bytes are no ELF file that this reader can use; the message says what is wrong with them. */
public final class MalformedElfException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of wrong it is. */
  public enum Fault {
    /** The file does not begin like an ELF file. */
    NOT_ELF,
    /** A sound file of a kind that is not read here: 32-bit, big-endian, zstd. */
    UNSUPPORTED,
    /** An ELF file that contradicts itself or its own size. */
    MALFORMED
  }

  private final Fault fault;

  MalformedElfException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** An ELF file that contradicts itself, as the message says. */
  public static MalformedElfException malformed(String message) {
    return new MalformedElfException(Fault.MALFORMED, message);
  }

  /** A sound file that is not read here, for the reason in the message. */
  public static MalformedElfException unsupported(String message) {
    return new MalformedElfException(Fault.UNSUPPORTED, message);
  }

  /** What kind of wrong it is. */
  public Fault fault() {
    return fault;
  }
}
