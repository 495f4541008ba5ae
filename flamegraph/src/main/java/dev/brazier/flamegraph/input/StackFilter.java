package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which stacks of a file are taken: whole stacks, by the names of their frames and of the rows for
 * their container, process and thread. A pattern is looked for anywhere in a name.
 *
 * @param include a stack is taken when one of its frames matches one of these; all are when there
 *     are none
 * @param exclude a stack is not taken when one of its frames matches one of these
 */
public record StackFilter(List<Pattern> include, List<Pattern> exclude) {
  /** Takes all stacks. */
  public static final StackFilter NONE = new StackFilter(List.of(), List.of());

  public StackFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Whether all stacks are taken. */
  public boolean isNone() {
    return include.isEmpty() && exclude.isEmpty();
  }

  /** What it takes, as a phrase: {@code stacks through "read", none through "idle"}. */
  public String description() {
    List<String> parts = new ArrayList<>();
    if (!include.isEmpty()) {
      parts.add("stacks through " + quoted(include));
    }
    if (!exclude.isEmpty()) {
      parts.add("none through " + quoted(exclude));
    }
    return String.join(", ", parts);
  }

  private static String quoted(List<Pattern> patterns) {
    return patterns.stream()
        .map(pattern -> '"' + pattern.pattern() + '"')
        .collect(Collectors.joining(" or "));
  }

  /** The stacks of a tree that are taken. */
  CallTree applyTo(CallTree tree) throws MalformedInputException {
    try {
      CallTree included = include.isEmpty() ? tree : tree.only(this::wants);
      return exclude.isEmpty() ? included : included.without(this::refuses);
    } catch (StackOverflowError e) {
      throw overflow(e);
    }
  }

  /** Whether a frame makes its stack one of those to take. */
  boolean wants(Frame frame) {
    return matches(include, frame);
  }

  /** Whether a frame makes its stack one of those to leave out. */
  boolean refuses(Frame frame) {
    return matches(exclude, frame);
  }

  /** The Java platform matches repeated groups by recursion, and names may be of any length. */
  MalformedInputException overflow(StackOverflowError cause) {
    return new MalformedInputException(
        "a name in it is too long for the filter that takes "
            + description()
            + "; write it without a group that repeats",
        cause);
  }

  private static boolean matches(List<Pattern> patterns, Frame frame) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(frame.name()).find()) {
        return true;
      }
    }
    return false;
  }
}
