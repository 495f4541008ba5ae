package dev.brazier.agent.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Stacks that have broken, or run script in, the output of other tools, as each format would tell
 * them.
 *
 * @param what what is hostile about them
 * @param frames the frames of one stack, root first
 */
record HostileStacks(String what, List<String> frames) {
  /** How often each stack was seen. */
  static final int COUNT = 7;

  static final List<HostileStacks> ALL =
      List.of(
          of("markup", "a<b>", "c&d", "\"e\" 'f'", "]]>", "&lt;&amp;&#60;"),
          of("script", "main", "</script><script>window.pwned=1</script>"),
          of("end of data", "main", "]]></metadata><script>window.pwned=1</script>"),
          of("event handler", "main", "</title></svg><img src=x onerror='window.pwned=1'>"),
          of("JSON", "main", "\",\"x\":[1,{\"", "\\", "\\u0022", "${window.pwned=1}"),
          of("escapes", "main", "a\u001b[31mred", "nul\u0000", "bell\u0007", "del\u007f c1\u0085"),
          of(
              "Unicode",
              "main",
              "\u00e4\u6f22\u5b57",
              "\ud83d\udd25",
              "\u202e\u05d0\u2066",
              "\u2028"),
          of("spaces and numbers", "main", "operator new (unsigned long) 3", "foo 12 bar"),
          of("words of scripts", "__proto__", "constructor", "toString", "hasOwnProperty"),
          of("tables", "a|b", "`c`", "*d*", "[e](javascript:window.pwned=1)"),
          of("long name", "main", "n".repeat(200_000)),
          new HostileStacks("5,000 deep", Collections.nCopies(5_000, "f")),
          new HostileStacks("20,000 deep", Collections.nCopies(20_000, "f")));

  private static HostileStacks of(String what, String... frames) {
    return new HostileStacks(what, List.of(frames));
  }

  /** The stack, and {@code main;plain} once, in a format, as its tool would print it. */
  String in(String format) {
    List<String> plain = List.of("main", "plain");
    return text(format, frames, COUNT) + text(format, plain, 1);
  }

  private static String text(String format, List<String> frames, int count) {
    List<String> leafFirst = new ArrayList<>(frames);
    Collections.reverse(leafFirst);
    return switch (format) {
      case "collapsed" -> String.join(";", frames) + " " + count + "\n";
      case "perf" -> {
        StringBuilder text = new StringBuilder("prog 7 1.5: " + count + " cycles: \n");
        leafFirst.forEach(name -> text.append("\t  11b6 ").append(name).append(" (/bin/p)\n"));
        yield text.append('\n').toString();
      }
      case "bpftrace" -> {
        StringBuilder text = new StringBuilder("@[\n");
        leafFirst.forEach(name -> text.append("    ").append(name).append("+1\n"));
        yield text.append(", prog]: ").append(count).append('\n').toString();
      }
      case "bcc" -> {
        StringBuilder text = new StringBuilder();
        leafFirst.forEach(name -> text.append("    ").append(name).append('\n'));
        text.append(String.format(Locale.ROOT, "    -                prog (7)%n"));
        yield text.append("        ").append(count).append("\n\n").toString();
      }
      default -> throw new IllegalArgumentException(format);
    };
  }

  @Override
  public String toString() {
    return what;
  }
}
