package dev.brazier.bpf;

/**
 * The kernel or libbpf refused. The message is one line (a verifier log may follow): what was
 * tried, the error's name, what is set, and what is needed.
 *
 * <p>Subclasses name the refusals that a person can do something about.
 */
public class BpfException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String operation;
  private final int errno;
  private final String libbpfWords;

  BpfException(String operation, int errno, String explanation, String libbpfWords) {
    super(
        operation
            + (errno == 0 ? "" : ": " + Errno.name(errno))
            + (explanation.isEmpty() ? "" : "; " + explanation));
    this.operation = operation;
    this.errno = errno;
    this.libbpfWords = libbpfWords;
  }

  BpfException(String message, Throwable cause) {
    super(message, cause);
    this.operation = message;
    this.errno = 0;
    this.libbpfWords = "";
  }

  /** The symbol of an error number: {@code EACCES} for 13. */
  public static String nameOf(int errno) {
    return Errno.name(errno);
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What was tried, as a lower-case verb phrase: {@code open perf event on cpu 3}. */
  public final String operation() {
    return operation;
  }

  /** The error number; 0 when the refusal did not come from the kernel. */
  public final int errno() {
    return errno;
  }

  /** The error's symbol, {@code EACCES} for 13. */
  public final String errnoName() {
    return Errno.name(errno);
  }

  /** Everything libbpf said about the operation, line by line as it said it; may be empty. */
  public final String libbpfWords() {
    return libbpfWords;
  }
}
