package dev.brazier.bpf;

/** libbpf is not installed, or is older than 1.0. */
public final class LibbpfMissingException extends BpfException {
  private static final long serialVersionUID = 1;
  private static final String REMEDY =
      "libbpf 1.0 or newer is needed: apt-get install libbpf1 (Fedora, RHEL, Alpine: libbpf)";

  private LibbpfMissingException(String operation, String explanation) {
    super(operation, 0, explanation, "");
  }

  static LibbpfMissingException absent(String soname, Throwable cause) {
    LibbpfMissingException missing =
        new LibbpfMissingException("load " + soname, "it is not installed: " + REMEDY);
    missing.initCause(cause);
    return missing;
  }

  static LibbpfMissingException tooOld(String version) {
    return new LibbpfMissingException("load libbpf", "version " + version + " is here: " + REMEDY);
  }
}
