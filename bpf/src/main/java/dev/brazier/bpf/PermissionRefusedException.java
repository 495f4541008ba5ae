package dev.brazier.bpf;

/**
 * The kernel answered EPERM or EACCES for want of a capability, or because of a setting. Which
 * layer refused does not show in the answer: {@code brazier doctor} finds out by trying.
 */
public final class PermissionRefusedException extends BpfException {
  private static final long serialVersionUID = 1;

  /** Which layer refused takes trials to tell. */
  static final String REMEDY = "'brazier doctor' tells which layer refuses and what helps";

  private final String current;

  PermissionRefusedException(String operation, int errno, String current, String libbpfWords) {
    super(operation, errno, current + ": " + REMEDY, libbpfWords);
    this.current = current;
  }

  /** What is set now and may stand in the way, in one line. */
  public String current() {
    return current;
  }

  /** What to do about it. */
  public String remedy() {
    return REMEDY;
  }

  /** The message without the remedy, for where many are told. */
  public String summary() {
    return "%s: %s; %s".formatted(operation(), errnoName(), current);
  }
}
