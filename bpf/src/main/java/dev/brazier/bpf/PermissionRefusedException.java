package dev.brazier.bpf;

/** The kernel answered EPERM or EACCES for want of a capability, or because of a setting. */
public final class PermissionRefusedException extends BpfException {
  private static final long serialVersionUID = 1;

  private final String current;
  private final String remedy;

  PermissionRefusedException(
      String operation, int errno, String current, String remedy, String libbpfWords) {
    super(operation, errno, current + ": " + remedy, libbpfWords);
    this.current = current;
    this.remedy = remedy;
  }

  /** What is set now and stands in the way. */
  public String current() {
    return current;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
