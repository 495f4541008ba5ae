package dev.brazier.container.seccomp;

/**
 * Something in a profile that does not do what its writer wants, or not everywhere.
 *
 * @param kind of mistake
 * @param text what is wrong, with whom, and what to do: one line in lower case
 */
public record ProfileFinding(Kind kind, String text) {

  /** Kinds of mistakes, gravest first. */
  public enum Kind {
    /** A container cannot be started, as its runtime itself is refused something before exec. */
    RUNTIME,
    /** Programs fail to start threads. */
    CLONE3,
    /** Two rules do different things with the same call under the same conditions. */
    CONTRADICTION,
    /** No architecture has a call of this name: the rule has no effect. */
    UNKNOWN_NAME,
    /** The same rule is there twice. */
    DUPLICATE,
    /** This kernel was built without the call, or is older than it. */
    NOT_IN_KERNEL
  }
}
