package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that {@code perf script} prints behind addresses: {@code malloc+0x1d
 * (/usr/lib/libc.so.6)}. Each distinct text is understood once, and texts that differ in the offset
 * alone, which nearly all do, are looked up as one.
 */
final class PerfFrames {
  private static final String INLINED = " (inlined)";

  /** What stands for an offset in the texts that are looked up: no line has it. */
  private static final byte ANY_OFFSET = '\n';

  private final Harvest harvest;
  private final ByteTokens tokens = new ByteTokens();

  /** For each token its frames, the innermost first. */
  private final List<int[]> meanings = new ArrayList<>();

  private byte[] key = new byte[256];

  PerfFrames(Harvest harvest) {
    this.harvest = harvest;
  }

  /**
   * Adds the frames of a text that goes to the end of its line.
   *
   * @return where the line ends
   */
  int add(byte[] text, int from, StackPath path) {
    int hash = 0;
    int offset = -1;
    int behind = -1;
    int at = from;
    for (byte b; (b = text[at]) != '\n'; at++) {
      if (b == '+' && offset < 0) {
        behind = offsetEnd(text, at);
        if (behind > 0) {
          offset = at;
          at = behind - 1;
          b = ANY_OFFSET;
        }
      }
      hash = hash * ByteTokens.HASH_FACTOR + b;
    }
    if (offset < 0) {
      add(text, from, at, hash, path);
    } else {
      addWithOffset(text, from, offset, behind, at, hash, path);
    }
    return at;
  }

  /** Adds the frames of a text to a stack. */
  void add(byte[] text, int from, int to, StackPath path) {
    add(text, from, to, ByteTokens.hash(text, from, to), path);
  }

  private void add(byte[] text, int from, int to, int hash, StackPath path) {
    int token = tokens.find(text, from, to, hash);
    if (token < 0) {
      token = learn(numbers(string(text, from, to)), text, from, to, hash);
    }
    addMeaning(token, path);
  }

  private void addWithOffset(
      byte[] text, int from, int offset, int behind, int to, int hash, StackPath path) {
    int head = offset - from;
    int length = head + 1 + to - behind;
    if (length > key.length) {
      key = new byte[length * 2];
    }
    System.arraycopy(text, from, key, 0, head);
    key[head] = ANY_OFFSET;
    System.arraycopy(text, behind, key, head + 1, to - behind);
    int token = tokens.find(key, 0, length, hash);
    if (token < 0) {
      String whole = string(text, from, to);
      String other = string(text, from, behind) + '0' + string(text, behind, to);
      if (!meaning(whole.strip()).equals(meaning(other.strip()))) {
        // It is part of the name.
        add(text, from, to, path);
        return;
      }
      token = learn(numbers(whole), key, 0, length, hash);
    }
    addMeaning(token, path);
  }

  private int learn(int[] frames, byte[] text, int from, int to, int hash) {
    meanings.add(frames);
    tokens.put(text, from, to, hash, meanings.size() - 1);
    return meanings.size() - 1;
  }

  private void addMeaning(int token, StackPath path) {
    for (int frame : meanings.get(token)) {
      path.addCaller(frame);
    }
  }

  /** Where the digits of an offset end that a blank or the line's end follows; else -1. */
  private static int offsetEnd(byte[] text, int plus) {
    if (text[plus + 1] != '0' || text[plus + 2] != 'x') {
      return -1;
    }
    int at = plus + 3;
    while (isHex(text[at])) {
      at++;
    }
    boolean ends = text[at] == ' ' || text[at] == '\n' || text[at] == '\r';
    return ends && at > plus + 3 ? at : -1;
  }

  private static boolean isHex(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private int[] numbers(String text) {
    return meaning(text.strip()).stream().mapToInt(harvest::frame).toArray();
  }

  /** The frames, the innermost first: more than one for what was inlined in compiled code. */
  static List<Frame> meaning(String text) {
    if (text.endsWith(INLINED)) {
      String name = text.substring(0, text.length() - INLINED.length());
      return List.of(new Frame(withoutOffset(name), FrameKind.INLINED));
    }
    if (text.startsWith("(") && fileStart(" " + text) == 0) {
      return List.of(CodeFile.unnamed(text.substring(1, text.length() - 1)));
    }
    int open = fileStart(text);
    String file = open < 0 ? "" : text.substring(open + 2, text.length() - 1);
    String name = withoutOffset(open < 0 ? text : text.substring(0, open).stripTrailing());
    if (name.isEmpty() || name.equals(CodeFile.UNNAMED)) {
      return List.of(CodeFile.unnamed(file));
    }
    return CodeFile.isCompiledAtRunTime(file)
        ? compiled(name)
        : List.of(CodeFile.function(name, file));
  }

  /** Where the blank before the last parenthesis at the text's end is, or -1. */
  static int fileStart(String text) {
    if (!text.endsWith(")")) {
      return -1;
    }
    int open = 0;
    int at = text.length() - 1;
    for (; at >= 0; at--) {
      char c = text.charAt(at);
      open += c == ')' ? 1 : c == '(' ? -1 : 0;
      if (open == 0) {
        break;
      }
    }
    // A file may have parentheses that do not match; a demangled clone, f(int) (.cold), is no file.
    int start = at >= 0 ? at - 1 : text.lastIndexOf(" (");
    boolean parted = start >= 0 && text.charAt(start) == ' ';
    return parted && !text.startsWith("(.", start + 1) ? start : -1;
  }

  private static String withoutOffset(String name) {
    int plus = name.lastIndexOf("+0x");
    if (plus <= 0) {
      return name;
    }
    for (int at = plus + 3; at < name.length(); at++) {
      if (Character.digit(name.charAt(at), 16) < 0) {
        return name;
      }
    }
    return name.substring(0, plus);
  }

  /** {@code a->b} is b, inlined in a, as perf-map-agent writes it. */
  private static List<Frame> compiled(String name) {
    List<Frame> frames = new ArrayList<>();
    int end = name.length();
    for (int arrow; (arrow = name.lastIndexOf("->", end - 1)) > 0; end = arrow) {
      frames.add(new Frame(name.substring(arrow + 2, end), FrameKind.INLINED));
    }
    String outermost = name.substring(0, end);
    boolean interpreted =
        outermost.equals("Interpreter") || outermost.contains(":~") || outermost.startsWith("py::");
    frames.add(new Frame(outermost, interpreted ? FrameKind.INTERPRETED : FrameKind.JIT));
    return frames;
  }
}
