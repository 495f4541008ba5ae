package dev.brazier.bpf;

import java.util.List;
import java.util.Optional;

/**
 * The log that the kernel's verifier wrote about one program, cut out of libbpf's words.
 *
 * @param program the program's name as libbpf gives it; may be empty
 * @param text the log, line by line
 */
record VerifierLog(String program, String text) {
  private static final String BEGIN = "-- BEGIN PROG LOAD LOG --";
  private static final String END = "-- END PROG LOAD LOG --";

  /**
   * Finds the last log in what libbpf said, {@code libbpf: prog 'NAME': -- BEGIN PROG LOAD LOG --}.
   */
  static Optional<VerifierLog> find(String words) {
    int begin = words.lastIndexOf(BEGIN);
    if (begin < 0) {
      return Optional.empty();
    }
    int end = words.indexOf(END, begin);
    String text = words.substring(begin + BEGIN.length(), end < 0 ? words.length() : end).strip();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new VerifierLog(programBefore(words, begin), text));
  }

  private static String programBefore(String words, int begin) {
    String line = words.substring(words.lastIndexOf('\n', begin) + 1, begin);
    int open = line.indexOf('\'');
    int close = line.indexOf('\'', open + 1);
    return open < 0 || close < 0 ? "" : line.substring(open + 1, close);
  }

  /**
   * The complaint: the last line that is neither statistics nor a trace of the walk, with the
   * instruction it is about when the line before is one.
   */
  String summary() {
    List<String> lines = text.lines().map(String::strip).filter(VerifierLog::tells).toList();
    if (lines.isEmpty()) {
      return text.lines().findFirst().orElse("").strip();
    }
    String last = lines.get(lines.size() - 1);
    if (lines.size() > 1 && isInstruction(lines.get(lines.size() - 2)) && !isInstruction(last)) {
      return last + " (at " + lines.get(lines.size() - 2) + ")";
    }
    return last;
  }

  /**
   * Statistics come last, {@code processed 12 insns (limit 1000000) ...}; {@code ;} quotes source.
   */
  private static boolean tells(String line) {
    return !(line.isEmpty()
        || line.startsWith("processed ")
        || line.startsWith("verification time ")
        || line.startsWith("stack depth ")
        || line.startsWith("libbpf: ")
        || line.startsWith(";"));
  }

  /** Instructions read {@code 7: (79) r1 = *(u64 *)(r2 +0)}. */
  private static boolean isInstruction(String line) {
    int colon = line.indexOf(": (");
    return colon > 0 && line.substring(0, colon).chars().allMatch(Character::isDigit);
  }
}
