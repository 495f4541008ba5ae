package dev.brazier.bpf;

/**
 * The kernel's verifier refused a program. The message has the summary first and the full log
 * below.
 */
public final class VerifierRejectedException extends BpfException {
  private static final long serialVersionUID = 1;

  private final String summary;
  private final String log;

  VerifierRejectedException(String operation, int errno, VerifierLog log, String libbpfWords) {
    super(
        operation, errno, "the verifier says: " + log.summary() + "\n\n" + log.text(), libbpfWords);
    this.summary = log.summary();
    this.log = log.text();
  }

  /** The verifier's last meaningful lines as one line. */
  public String summary() {
    return summary;
  }

  /** The verifier's whole log. */
  public String log() {
    return log;
  }
}
