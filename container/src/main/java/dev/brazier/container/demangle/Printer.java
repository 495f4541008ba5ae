package dev.brazier.container.demangle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the text of a tree of nodes within fixed bounds.
 *
 * <p>Trees share subtrees (that is what back-references are), so a short name can describe a text
 * of exponential length; some describe exponential work without any text. Every visit is therefore
 * counted. Once a bound is hit the printer ignores everything, and {@link #result()} is null.
 */
final class Printer {
  /** The longest text; the longest real name seen has 25 thousand characters. */
  private static final int MAX_LENGTH = 128 * 1024;

  /** Visits of nodes; the most that a real name took is 26 thousand. */
  private static final int MAX_STEPS = 512 * 1024;

  /** So many characters cost another step: some text is printed only to see how long it is. */
  private static final int CHARACTERS_PER_STEP = 64;

  /** Nodes below each other; 37 in the deepest real name seen. */
  private static final int MAX_DEPTH = 512;

  private final StringBuilder text = new StringBuilder(128);
  private int steps;
  private int depth;
  private boolean failed;

  /** Which element of every parameter pack is meant just now; -1 for all of them. */
  private int packIndex = -1;

  /** Elements of the last parameter pack met by the innermost expansion; -1 for none yet. */
  private int packLength = -1;

  /** What template parameters stand for. */
  private @Nullable Scope scope;

  /** The declared template parameters of the lambda whose signature is printed; null outside. */
  private @Nullable List<Node> lambdaDeclared;

  /** Whether the last element of the last list was one that printed nothing. */
  private boolean endsWithNothing;

  /** The template arguments of a signature being printed, within those of others. */
  record Scope(List<Node> arguments, @Nullable Scope outer) {}

  /** The text; null when it went beyond the bounds or a template parameter stands for nothing. */
  @Nullable String result() {
    return failed ? null : text.toString();
  }

  void text(String piece) {
    if (text.length() + piece.length() > MAX_LENGTH) {
      failed = true;
    }
    if (step(piece.length() / CHARACTERS_PER_STEP)) {
      text.append(piece);
    }
  }

  void number(int value) {
    text(Integer.toString(value));
  }

  int length() {
    return text.length();
  }

  void truncate(int length) {
    text.setLength(length);
  }

  /** The last character printed, or a space when there is none. */
  char last() {
    return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
  }

  void print(Node node) {
    left(node);
    right(node);
  }

  void left(Node node) {
    if (enter()) {
      node.left(this);
    }
    depth--;
  }

  void right(Node node) {
    if (enter()) {
      node.right(this);
    }
    depth--;
  }

  private boolean enter() {
    if (++depth > MAX_DEPTH) {
      failed = true;
    }
    return step(1);
  }

  /** Counts work done; false when there was too much and the caller should give up. */
  boolean step(int count) {
    steps += count;
    if (steps > MAX_STEPS) {
      failed = true;
    }
    return !failed;
  }

  /** Prints {@code nodes} with commas; what prints as nothing (an empty pack) gets no comma. */
  void list(List<Node> nodes) {
    boolean isFirst = true;
    endsWithNothing = false;
    for (Node node : nodes) {
      int before = text.length();
      if (!isFirst) {
        text(", ");
      }
      int start = text.length();
      print(node);
      boolean isNothing = text.length() == start;
      if (isNothing) {
        truncate(before);
      }
      endsWithNothing = isNothing && !isFirst;
      isFirst &= isNothing;
    }
  }

  /**
   * Prints {@code arguments} in angle brackets, not making {@code <<} or {@code >>}; only behind a
   * pack that is empty c++filt writes {@code >>}.
   */
  void angled(List<Node> arguments) {
    text(last() == '<' ? " <" : "<");
    list(arguments);
    text(last() == '>' && !endsWithNothing ? " >" : ">");
  }

  /** Prints an operand of an expression, in parentheses unless it is a single name. */
  void operand(Node node) {
    if (node.standsAlone()) {
      print(node);
    } else {
      text("(");
      print(node);
      text(")");
    }
  }

  /** Prints {@code pattern} once per element of the parameter packs in it. */
  void expand(Node pattern) {
    int start = text.length();
    int outerIndex = packIndex;
    int length = printElement(pattern, 0);
    if (length <= 0) {
      truncate(start);
    }
    if (length < 0) {
      // Packs of function parameters have no elements here: the pattern itself is what is known.
      packIndex = outerIndex;
      operand(pattern);
      text("...");
    }
    for (int i = 1; i < length && !failed; i++) {
      text(", ");
      printElement(pattern, i);
    }
    packIndex = outerIndex;
  }

  /** Elements of the parameter packs in {@code pattern}; -1 when there is no pack in it. */
  int packLength(Node pattern) {
    int start = text.length();
    int outerIndex = packIndex;
    int length = printElement(pattern, 0);
    packIndex = outerIndex;
    truncate(start);
    return length;
  }

  private int printElement(Node pattern, int index) {
    int outerLength = packLength;
    packIndex = index;
    packLength = -1;
    print(pattern);
    int length = packLength;
    packLength = outerLength;
    return length;
  }

  /** Prints {@code node} as an operand with every pack in it as a whole. */
  void wholePacks(Node node) {
    int outerIndex = packIndex;
    packIndex = -1;
    operand(node);
    packIndex = outerIndex;
  }

  /**
   * Makes {@code arguments} what template parameters stand for; null leaves it as it is. The result
   * goes to {@link #closeScope} at the end.
   */
  @Nullable Scope openScope(@Nullable List<Node> arguments) {
    Scope outer = scope;
    if (arguments != null) {
      scope = new Scope(arguments, outer);
    }
    return outer;
  }

  void closeScope(@Nullable Scope outer) {
    scope = outer;
  }

  /**
   * Prints the parameters of a lambda, where template parameters are those of the lambda itself:
   * the declared ones have names, the others are spelled {@code auto}.
   */
  void lambdaParameters(List<Node> parameters, List<Node> declared) {
    List<Node> outer = lambdaDeclared;
    lambdaDeclared = declared;
    list(parameters);
    lambdaDeclared = outer;
  }

  void leftOfArgument(Node.Parameter parameter) {
    List<Node> declared = lambdaDeclared;
    if (declared == null) {
      printArgument(parameter, true);
    } else if (parameter.index() < declared.size()) {
      print(declared.get(parameter.index()));
    } else {
      text("auto:");
      number(parameter.index() + 1);
    }
  }

  void rightOfArgument(Node.Parameter parameter) {
    if (lambdaDeclared == null) {
      printArgument(parameter, false);
    }
  }

  private void printArgument(Node.Parameter parameter, boolean isLeft) {
    Scope inner = scope;
    Node argument = argument(parameter, inner);
    if (inner == null || argument == null) {
      failed = true;
      return;
    }
    if (argument instanceof Node.Pack pack) {
      packLength = pack.elements().size();
      if (packIndex >= packLength) {
        return;
      }
      argument = packIndex < 0 ? pack : pack.elements().get(packIndex);
    }
    scope = inner.outer; // the argument was written outside the template it is given to
    if (isLeft) {
      left(argument);
    } else {
      right(argument);
    }
    scope = inner;
  }

  /** {@code node}, or what it stands for when it is a template parameter. */
  Node resolve(Node node) {
    Node resolved = node;
    Scope where = scope;
    while (lambdaDeclared == null && where != null && resolved instanceof Node.Parameter p) {
      Node argument = argument(p, where);
      if (argument instanceof Node.Pack pack) {
        packLength = pack.elements().size();
        boolean isOne = packIndex >= 0 && packIndex < packLength;
        argument = isOne ? pack.elements().get(packIndex) : null;
      }
      if (argument == null) {
        break;
      }
      resolved = argument;
      where = where.outer;
    }
    return resolved;
  }

  private static @Nullable Node argument(Node.Parameter parameter, @Nullable Scope scope) {
    return scope == null || parameter.index() >= scope.arguments.size()
        ? null
        : scope.arguments.get(parameter.index());
  }
}
