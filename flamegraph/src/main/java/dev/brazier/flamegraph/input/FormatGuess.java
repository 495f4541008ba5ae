package dev.brazier.flamegraph.input;

import java.nio.charset.StandardCharsets;

/** Tells what a file is by its first bytes, and for text by its first lines. */
final class FormatGuess {
  private static final byte[] JFR_MAGIC = {'F', 'L', 'R', 0};

  private final byte[] head;
  private final PerfHeader header = new PerfHeader();
  private int lineStart;
  private int lineEnd;

  private FormatGuess(byte[] head) {
    this.head = head;
  }

  /** The format of a file that starts so; collapsed text when nothing tells another. */
  static InputFormat of(byte[] head) {
    if (startsWith(head, JFR_MAGIC)) {
      return InputFormat.JFR;
    }
    if (PprofShape.fits(head)) {
      return InputFormat.PPROF;
    }
    return new FormatGuess(head).ofText();
  }

  private InputFormat ofText() {
    boolean saysItTraces = false;
    boolean countSeen = false;
    boolean colonSeen = false;
    for (int at = 0; at < head.length; at = lineEnd + 1) {
      readLine(at);
      String line = new String(head, lineStart, lineEnd - lineStart, StandardCharsets.ISO_8859_1);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (isBpftrace(line)) {
        return InputFormat.BPFTRACE;
      }
      if (isPerf(line) || (colonSeen && isFrame(line, 0) && line.stripTrailing().endsWith(")"))) {
        return InputFormat.PERF;
      }
      if (countSeen) {
        return InputFormat.COLLAPSED;
      }
      if (isBcc(line)) {
        return InputFormat.BCC;
      }
      // A thread's name and number, with frames below, look like a stack and its count.
      countSeen = endsInCount(line);
      colonSeen = line.stripTrailing().endsWith(":");
      if (line.startsWith("Tracing ") || line.startsWith("Sampling at ")) {
        saysItTraces = true;
        countSeen = false;
      }
    }
    return saysItTraces ? InputFormat.BCC : InputFormat.COLLAPSED;
  }

  private void readLine(int from) {
    lineStart = from;
    lineEnd = from;
    while (lineEnd < head.length && head[lineEnd] != '\n') {
      lineEnd++;
    }
  }

  private static boolean isBpftrace(String line) {
    if (line.startsWith("Attaching ") || line.startsWith("Attached ")) {
      return line.contains(" probe");
    }
    if (!line.startsWith("@")) {
      return false;
    }
    int at = 1;
    while (at < line.length()
        && (Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) == '_')) {
      at++;
    }
    return line.startsWith("[", at) || line.startsWith(": ", at);
  }

  private boolean isPerf(String line) {
    if (endsInCount(line)) {
      return false;
    }
    int at = 0;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
    if (at > 0 && isFrame(line, at)) {
      return true;
    }
    if (!header.hasAnchor(head, lineStart, lineEnd)) {
      return false;
    }
    header.parse(head, lineStart, lineEnd);
    return header.time() != FrameSink.NO_TIME || header.tid() >= 0;
  }

  /** Whether an address, a blank and more stand at a place of the line. */
  private static boolean isFrame(String line, int address) {
    int at = address;
    while (at < line.length() && isHex(line.charAt(at))) {
      at++;
    }
    return at > address + 2 && at + 1 < line.length() && line.charAt(at) == ' ';
  }

  /** A block's last lines: {@code - burn (1234)} and the count alone. */
  private static boolean isBcc(String line) {
    String text = line.strip();
    boolean indented = line.charAt(0) == ' ' || line.charAt(0) == '\t';
    boolean process = text.startsWith("- ") && text.endsWith(")");
    return indented && (process || text.chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  private static boolean endsInCount(String line) {
    String text = line.stripTrailing();
    int at = text.length();
    while (at > 0 && (Character.isDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '.')) {
      at--;
    }
    return at > 0
        && at < text.length()
        && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')
        && !text.substring(0, at).isBlank();
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || head[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
