package dev.brazier.flamegraph.input;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Has {@code java.util.regex} understand a pattern as RE2 does, which Go and so pprof uses. What
 * both write the same and mean differently is rewritten; what is not rewritten here is refused, and
 * never taken for something else.
 *
 * @see "github.com/google/re2/wiki/Syntax"
 */
final class Re2 {
  /** Whether a pattern matches at all does not depend on how greedy it is: {@code U} is dropped. */
  private static final Pattern FLAGS = Pattern.compile("\\(\\?([isU]*)(?:-([isU]+))?([:)])");

  private static final Pattern NAMED = Pattern.compile("\\(\\?P<\\w+>");
  private static final Pattern TIMES = Pattern.compile("\\{(0|[1-9]\\d*)(,(0|[1-9]\\d*)?)?\\}");
  private static final int MOST_TIMES = 1_000;
  private static final Pattern HEX = Pattern.compile("\\\\x(?:[0-9A-Fa-f]{2}|\\{[0-9A-Fa-f]+\\})");
  private static final Pattern CATEGORY =
      Pattern.compile("\\\\[pP](?:[CLMNPSZ]|\\{[CLMNPSZ][a-z]?\\})");
  private static final Pattern POSIX = Pattern.compile("\\[:(\\^?)([a-z]+):\\]");

  /** What stands for several characters within a class. */
  private static final Pattern NO_CHARACTER = Pattern.compile("\\[:|\\\\[dDwWsSpP]");

  private static final String SPACE = "\\t\\n\\f\\r ";
  private static final String WORD = "[0-9A-Za-z_]";
  private static final String AT_EDGE =
      "(?:(?<!" + WORD + ")(?=" + WORD + ")|(?<=" + WORD + ")(?!" + WORD + "))";

  private static final Map<String, String> POSIX_CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "Alnum"),
          Map.entry("alpha", "Alpha"),
          Map.entry("ascii", "ASCII"),
          Map.entry("blank", "Blank"),
          Map.entry("cntrl", "Cntrl"),
          Map.entry("digit", "Digit"),
          Map.entry("graph", "Graph"),
          Map.entry("lower", "Lower"),
          Map.entry("print", "Print"),
          Map.entry("punct", "Punct"),
          Map.entry("space", "Space"),
          Map.entry("upper", "Upper"),
          Map.entry("xdigit", "XDigit"));

  private final String source;
  private final StringBuilder java = new StringBuilder();
  private int at;

  /** Whether what came last can be repeated: not a repetition, nor what begins an alternative. */
  private boolean repeatable;

  private Re2(String source) {
    this.source = source;
  }

  /**
   * @throws PatternSyntaxException if RE2 does not know the pattern, or it is not understood here
   */
  static Pattern compile(String pattern) {
    Re2 re2 = new Re2(pattern);
    while (re2.at < pattern.length()) {
      re2.takeNext();
    }
    return Pattern.compile(re2.java.toString(), Pattern.UNIX_LINES | Pattern.UNICODE_CASE);
  }

  private void takeNext() {
    char c = source.charAt(at);
    boolean repeats = "*+?".indexOf(c) >= 0 || (c == '{' && lookingAt(TIMES) != null);
    if (repeats) {
      takeRepetition(c);
      return;
    }
    repeatable = c != '(' && c != '|';
    switch (c) {
      case '\\' -> takeEscape();
      case '[' -> takeClass();
      case '(' -> takeGroup();
      case '$' -> replace(1, "\\z");
      case '{', '}', ']' -> replace(1, "\\" + c);
      default -> replace(1, String.valueOf(c));
    }
  }

  private void takeRepetition(char c) {
    if (!repeatable) {
      throw refused("nothing is repeated");
    }
    Matcher times = c == '{' ? lookingAt(TIMES) : null;
    if (times == null) {
      replace(1, String.valueOf(c));
    } else {
      if (number(times.group(1)) > MOST_TIMES || number(times.group(3)) > MOST_TIMES) {
        throw refused("too many repetitions");
      }
      replace(times.end() - at, times.group());
    }
    if (at < source.length() && source.charAt(at) == '?') {
      replace(1, "?");
    }
    repeatable = false;
  }

  /** The number, or one that is too large. */
  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits.substring(0, Math.min(5, digits.length())));
  }

  private void takeGroup() {
    if (!source.startsWith("(?", at)) {
      replace(1, "(");
      return;
    }
    Matcher named = lookingAt(NAMED);
    Matcher flags = named == null ? lookingAt(FLAGS) : null;
    if (named != null) {
      replace(named.end() - at, "(");
    } else if (flags != null) {
      replace(flags.end() - at, flags(flags));
    } else {
      throw refused("a group of an unknown kind");
    }
  }

  private static String flags(Matcher flags) {
    String off = flags.group(2) == null ? "" : "-" + flags.group(2);
    String known = (flags.group(1) + off).replace("U", "");
    String end = flags.group(3);
    boolean none = known.isEmpty() || known.equals("-");
    return none ? (end.equals(":") ? "(?:" : "") : "(?" + known + end;
  }

  private void takeEscape() {
    char c = escaped();
    switch (c) {
      case 'A', 'z', 'D', 'W' -> replace(2, "\\" + c);
      case 'S' -> replace(2, "[^" + SPACE + "]");
      case 's' -> replace(2, "[" + SPACE + "]");
      case 'b' -> replace(2, AT_EDGE);
      case 'Q' -> takeQuoted();
      default -> takeCommonEscape(c);
    }
  }

  /** What an escape means within a class and outside of one. */
  private void takeCommonEscape(char c) {
    switch (c) {
      case 'd', 'w', 'a', 'f', 'n', 'r', 't' -> replace(2, "\\" + c);
      case 'v' -> replace(2, "\\x0B");
      case 'x' -> copy(HEX);
      case 'p', 'P' -> copy(CATEGORY);
      default -> {
        if (c > '~' || c < ' ' || Character.isLetterOrDigit(c)) {
          throw refused("\\" + c);
        }
        replace(2, "\\" + c);
      }
    }
  }

  private void takeQuoted() {
    int end = source.indexOf("\\E", at);
    String text = source.substring(at + 2, end < 0 ? source.length() : end);
    text.codePoints().forEach(c -> java.append("\\x{").append(Integer.toHexString(c)).append('}'));
    at = end < 0 ? source.length() : end + 2;
  }

  private void takeClass() {
    replace(1, "[");
    if (at < source.length() && source.charAt(at) == '^') {
      replace(1, "^");
    }
    for (boolean first = true; ; first = false) {
      if (at >= source.length()) {
        throw refused("a class has no end");
      }
      if (source.charAt(at) == ']' && !first) {
        replace(1, "]");
        return;
      }
      takeClassPart();
      if (isRange()) {
        replace(1, "-");
        if (lookingAt(NO_CHARACTER) != null) {
          throw refused("a range ends in a class");
        }
        takeClassPart();
      }
    }
  }

  private boolean isRange() {
    return source.startsWith("-", at) && !source.startsWith("-]", at) && at + 1 < source.length();
  }

  private void takeClassPart() {
    char c = source.charAt(at);
    Matcher posix = c == '[' ? lookingAt(POSIX) : null;
    if (posix != null) {
      replace(posix.end() - at, posixClass(!posix.group(1).isEmpty(), posix.group(2)));
    } else if (c == '\\') {
      char escaped = escaped();
      if (escaped == 's') {
        replace(2, SPACE);
      } else if ("DWS".indexOf(escaped) >= 0) {
        throw refused("\\" + escaped + " in a class");
      } else {
        takeCommonEscape(escaped);
      }
    } else {
      String whole = Character.toString(source.codePointAt(at));
      replace(whole.length(), "[]&^-".contains(whole) ? "\\" + whole : whole);
    }
  }

  private String posixClass(boolean negated, String name) {
    String java = name.equals("word") ? "w" : POSIX_CLASSES.get(name);
    if (java == null) {
      throw refused("no class is named " + name);
    }
    if (java.equals("w")) {
      return negated ? "\\W" : "\\w";
    }
    return (negated ? "\\P{" : "\\p{") + java + "}";
  }

  private char escaped() {
    if (at + 1 >= source.length()) {
      throw refused("nothing is escaped");
    }
    return source.charAt(at + 1);
  }

  private void copy(Pattern part) {
    Matcher matcher = lookingAt(part);
    if (matcher == null) {
      throw refused(source.substring(at, at + 2));
    }
    replace(matcher.end() - at, matcher.group());
  }

  private @Nullable Matcher lookingAt(Pattern part) {
    Matcher matcher = part.matcher(source).region(at, source.length());
    return matcher.lookingAt() ? matcher : null;
  }

  private void replace(int length, String text) {
    at += length;
    java.append(text);
  }

  private PatternSyntaxException refused(String why) {
    return new PatternSyntaxException(why, source, at);
  }
}
