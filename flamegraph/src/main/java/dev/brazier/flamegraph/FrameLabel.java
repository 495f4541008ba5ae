package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ever shorter forms of a frame's name, so that a narrow box still shows what tells it apart.
 * {@code labels.js} does the same in the browser; {@code labels.txt} in the tests holds both to it.
 *
 * <ol>
 *   <li>the name;
 *   <li>without arguments and type parameters: {@code std::vector::push_back};
 *   <li>packages as initials: {@code j.u.c.ThreadPoolExecutor.run};
 *   <li>without packages: {@code ThreadPoolExecutor.run}, {@code vector::push_back};
 *   <li>the function alone: {@code run}.
 * </ol>
 */
final class FrameLabel {
  private static final int LEAST = 3;

  /** What gcc and clang put behind a function's name when they split or specialise it. */
  private static final Pattern CLONE =
      Pattern.compile("( \\[clone )?\\.(isra|constprop|part|cold|lto_priv|llvm|localalias)\\b.*$");

  /** Go's type arguments, as in {@code pkg.Map[go.shape.int].Get}. */
  private static final Pattern TYPE_ARGUMENTS = Pattern.compile("(\\w)\\[[^\\]\\[]+]");

  private static final Pattern SOURCE = Pattern.compile(" (/|file:|node:)|:(?=/)");

  private FrameLabel() {}

  /**
   * The longest form that fits, cut at the right with an ellipsis when none does, or nothing when
   * not even three letters do.
   *
   * @param room how many characters fit
   */
  static String fitting(Frame frame, int room) {
    String name = PackedPicture.shown(frame.name());
    if (name.length() <= room) {
      return name;
    }
    String shortest = name;
    for (String form : forms(name, frame.kind())) {
      shortest = form;
      if (form.length() <= room) {
        return form;
      }
    }
    return room > LEAST ? cut(shortest, room) : "";
  }

  /** A text cut at the right to {@code room} characters, the ellipsis included. */
  static String cut(String text, int room) {
    int end = Math.max(0, room - 1);
    boolean parts = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, parts ? end - 1 : end) + "\u2026";
  }

  /** All forms of a name from the longest to the shortest. */
  static List<String> forms(String name, FrameKind kind) {
    List<String> forms = new ArrayList<>();
    forms.add(name);
    if (kind.groupsStacks() || kind == FrameKind.UNKNOWN) {
      return forms;
    }
    int source = sourceOf(name);
    if (source > 0) {
      addShorter(forms, name.substring(0, source));
      addShorter(forms, name.substring(0, source).replaceFirst("^\\w+::?[~*^+]?", ""));
      return forms;
    }
    String bare = bare(name);
    addShorter(forms, bare);
    if (bare.contains("::")) {
      if (bare.contains("operator") || bare.startsWith("(")) {
        return forms;
      }
      for (int at; (at = bare.indexOf("::")) >= 0; ) {
        bare = bare.substring(at + 2);
        addShorter(forms, bare);
      }
      return forms;
    }
    int member = bare.lastIndexOf('.');
    int path = bare.lastIndexOf('/');
    int type = Math.max(path, bare.lastIndexOf('.', member - 1));
    if (member > 0 && member < bare.length() - 1 && type < member) {
      addShorter(forms, initials(bare, type + 1));
      addShorter(forms, bare.substring(type + 1));
      addShorter(forms, bare.substring(member + 1));
    } else if (path > 0) {
      addShorter(forms, bare.substring(path + 1));
    }
    return forms;
  }

  /**
   * Where the file begins in {@code JS:*work /srv/app.js:3:14} and {@code py::work:/srv/app.py}, as
   * node and CPython name functions; or 0.
   */
  static int sourceOf(String name) {
    Matcher matcher = SOURCE.matcher(name);
    return matcher.find() ? matcher.start() : 0;
  }

  private static void addShorter(List<String> forms, String form) {
    if (form.length() >= LEAST && form.length() < forms.get(forms.size() - 1).length()) {
      forms.add(form);
    }
  }

  /** The name without clone marks, what stands in round or angle brackets, and a return type. */
  static String bare(String full) {
    String whole = CLONE.matcher(full).replaceFirst("").replace("(anonymous namespace)::", "");
    String plain = TYPE_ARGUMENTS.matcher(whole).replaceAll("$1");
    String name = plain.startsWith("<") ? implemented(plain) : plain;
    if (name.startsWith("(") || name.contains(".(") || name.contains("operator")) {
      return plain;
    }
    StringBuilder bare = new StringBuilder(name.length());
    int open = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '<' || c == '(') {
        open++;
      } else if ((c == '>' || c == ')') && open > 0) {
        open--;
      } else if (open == 0) {
        bare.append(c);
      }
    }
    boolean cut = bare.length() < name.length();
    String rest = bare.toString().strip();
    if (cut && rest.endsWith(" const")) {
      rest = rest.substring(0, rest.length() - " const".length());
    }
    String last = rest.substring(rest.lastIndexOf(' ') + 1);
    return open > 0 || last.isEmpty() ? name : cut ? last : rest;
  }

  /** {@code Vec<T>::drop} of Rust's {@code <Vec<T> as Drop>::drop}. */
  private static String implemented(String name) {
    int open = 0;
    int type = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '<') {
        open++;
      } else if (c == '>' && name.charAt(i - 1) != '-' && --open == 0) {
        return name.substring(1, type > 0 ? type : i) + name.substring(i + 1);
      } else if (open == 1 && type == 0 && name.startsWith(" as ", i)) {
        type = i;
      }
    }
    return name;
  }

  /** The part before {@code end} with each of its segments cut to its first letter. */
  private static String initials(String name, int end) {
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      boolean separates = c == '/' || c == '.';
      if (separates) {
        text.append('.');
      } else if (first) {
        text.append(c);
      }
      first = separates;
    }
    return text + name.substring(end);
  }
}
