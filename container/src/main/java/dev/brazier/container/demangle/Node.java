package dev.brazier.container.demangle;

import java.util.List;

/**
 * A piece of a C++ declaration that prints itself.
 *
 * <p>A C++ declarator surrounds the name it declares: in {@code int (*f)[3]} the type of {@code f}
 * is {@code int (*} on its left and {@code )[3]} on its right. Each node hence prints in two
 * halves; {@link Printer} calls them and keeps the bounds, so nodes never call each other directly.
 */
sealed interface Node permits NameNode, TypeNode, ExpressionNode, Node.Pack, Node.Parameter {

  void left(Printer out);

  default void right(Printer out) {}

  /** Whether it needs no parentheses as an operand. */
  default boolean standsAlone() {
    return false;
  }

  /** This node as a function without its parameters, qualifiers and return type. */
  default Node withoutParameters() {
    return this;
  }

  /** The arguments bound to a template parameter pack. */
  record Pack(List<Node> elements) implements Node {
    @Override
    public void left(Printer out) {
      out.list(elements);
    }
  }

  /**
   * The use of a template parameter, which counts from 0.
   *
   * <p>What it stands for depends on where it is printed: a back-reference may repeat it in a
   * signature with other template arguments.
   */
  record Parameter(int index) implements Node {
    @Override
    public void left(Printer out) {
      out.leftOfArgument(this);
    }

    @Override
    public void right(Printer out) {
      out.rightOfArgument(this);
    }
  }
}
