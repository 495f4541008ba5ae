package dev.brazier.flamegraph.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which frames a pprof profile asks to be left out: {@code drop_frames} names functions that are
 * not shown, nor what they call, and {@code keep_frames} those of them that are shown all the same.
 *
 * <p>As in pprof, a pattern is for the whole of a function's name without its parameters, and the
 * outermost frames of a stack stay until one comes that is not named: a stack never becomes empty.
 */
final class PprofPruning {
  /** No function. */
  static final int NO_LINE = -1;

  /** C++ writes these parentheses in names; others begin the parameters. */
  private static final List<String> PARTS_OF_NAMES = List.of("(anonymous namespace)", "operator()");

  /** RE2 always ends soon, Java's patterns do not: they may look at each character so often. */
  private static final long LOOKS_PER_CHARACTER = 200;

  /** How often they may look at the others besides. */
  private static final long MORE_LOOKS = 10_000_000;

  private final @Nullable Pattern drop;
  private final @Nullable Pattern keep;
  private final Map<String, Boolean> drops = new HashMap<>();
  private long looksLeft = MORE_LOOKS;

  private PprofPruning(@Nullable Pattern drop, @Nullable Pattern keep) {
    this.drop = drop;
    this.keep = keep;
  }

  /**
   * What a file asks for.
   *
   * @param drop a pattern as RE2 understands it, or empty for none
   * @param keep another one, or empty
   * @throws PatternSyntaxException if one of them is not understood
   */
  static PprofPruning of(String drop, String keep) {
    return new PprofPruning(
        drop.isEmpty() ? null : whole(drop), keep.isEmpty() ? null : whole(keep));
  }

  private static Pattern whole(String pattern) {
    return Re2.compile("^(" + pattern + ")$");
  }

  /**
   * The outermost of a place's functions that is left out, or {@link #NO_LINE}.
   *
   * @param names the names of the functions, the innermost first; empty where there is none
   * @throws PatternSyntaxException if a pattern takes too long for a name
   */
  int outermostDropped(List<String> names) {
    for (int line = names.size() - 1; line >= 0; line--) {
      if (drops.computeIfAbsent(names.get(line), this::isDropped)) {
        return line;
      }
    }
    return NO_LINE;
  }

  private boolean isDropped(String function) {
    String name = withoutParameters(function);
    looksLeft += LOOKS_PER_CHARACTER * name.length();
    return !function.isEmpty() && matches(drop, name) && !matches(keep, name);
  }

  private boolean matches(@Nullable Pattern pattern, String name) {
    if (pattern == null) {
      return false;
    }
    try {
      return pattern.matcher(new CountedText(name)).find();
    } catch (StackOverflowError e) {
      throw new PatternSyntaxException("it takes too much memory", pattern.pattern(), -1);
    }
  }

  static String withoutParameters(String function) {
    // Functions of 64-bit PowerPC begin with a dot.
    String name = function.startsWith(".") ? function.substring(1) : function;
    int at = 0;
    while (at < name.length()) {
      int from = at;
      String part =
          PARTS_OF_NAMES.stream().filter(p -> name.startsWith(p, from)).findFirst().orElse("");
      if (part.isEmpty() && name.charAt(at) == '(') {
        return name.substring(0, at);
      }
      at += Math.max(1, part.length());
    }
    return name;
  }

  /** A text that knows when it was looked at too often. */
  private final class CountedText implements CharSequence {
    private final String text;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--looksLeft < 0) {
        throw new PatternSyntaxException("it takes too long", String.valueOf(drop), -1);
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
