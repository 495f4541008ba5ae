package dev.brazier.container.process;

/** What a process may do with a mapping, and whether its writes reach others. */
public record Permissions(boolean read, boolean write, boolean execute, boolean shared) {

  /** From the four letters of {@code /proc/PID/maps}, such as {@code r-xp}. */
  static Permissions parse(String letters) throws ProcFormatException {
    if (letters.length() != 4) {
      throw new ProcFormatException("not four permission letters: " + letters);
    }
    return new Permissions(
        letters.charAt(0) == 'r',
        letters.charAt(1) == 'w',
        letters.charAt(2) == 'x',
        letters.charAt(3) == 's');
  }

  @Override
  public String toString() {
    return (read ? "r" : "-") + (write ? "w" : "-") + (execute ? "x" : "-") + (shared ? "s" : "p");
  }
}
