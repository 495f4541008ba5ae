package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a function comes from, as its name or its module tells: {@code java.util}, {@code std},
 * {@code github.com/foo/bar}, {@code libc.so.6}. {@code packages.js} does the same in the browser;
 * {@code packages.txt} in the tests holds both to it.
 */
final class FramePackage {
  /** How many parts of a package with a host in front, and of any other, tell libraries apart. */
  private static final int HOSTED_PARTS = 3;

  private static final int PARTS = 2;
  private static final Pattern LINE = Pattern.compile(":.*$");

  private FramePackage() {}

  /** The package, or nothing for rows and code that have none: groups, kernel, unknown. */
  static String of(Frame frame) {
    if (frame.kind().groupsStacks()
        || frame.kind() == FrameKind.UNKNOWN
        || frame.kind() == FrameKind.KERNEL) {
      return "";
    }
    String name = PackedPicture.shown(frame.name());
    if (FrameLabel.sourceOf(name) > 0) {
      return LINE.matcher(afterSlash(name)).replaceFirst("");
    }
    String bare = FrameLabel.bare(name);
    int scope = bare.indexOf("::");
    if (scope > 0 && bare.charAt(0) != '(' && bare.charAt(0) != '<') {
      return bare.substring(0, scope);
    }
    String named = named(bare);
    String module = frame.module().isEmpty() ? "" : PackedPicture.shown(frame.module());
    return named.isEmpty() ? afterSlash(module) : named;
  }

  private static String named(String bare) {
    int path = bare.lastIndexOf('/');
    if (path > 0 && bare.indexOf('.', path) > 0) {
      List<String> folders = Arrays.asList(bare.substring(0, path).split("/", -1));
      boolean hosted = folders.get(0).contains(".");
      int kept = Math.min(folders.size(), hosted ? HOSTED_PARTS : PARTS);
      return String.join(hosted ? "/" : ".", folders.subList(0, kept));
    }
    List<String> parts = new ArrayList<>(Arrays.asList(bare.split("\\.", -1)));
    parts.remove(parts.size() - 1);
    int kept = 0;
    while (kept < Math.min(PARTS, parts.size()) && !isType(parts.get(kept))) {
      kept++;
    }
    return String.join(".", parts.subList(0, kept));
  }

  private static boolean isType(String part) {
    return !part.isEmpty()
        && (part.charAt(0) == '(' || (part.charAt(0) >= 'A' && part.charAt(0) <= 'Z'));
  }

  private static String afterSlash(String text) {
    return text.substring(text.lastIndexOf('/') + 1);
  }
}
