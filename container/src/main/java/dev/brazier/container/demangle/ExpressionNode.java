package dev.brazier.container.demangle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions, as they occur in template arguments, {@code decltype} and {@code requires}. */
sealed interface ExpressionNode extends Node {

  /** {@code symbol operand}. */
  record Prefix(String symbol, Node operand) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(symbol);
      out.operand(operand);
    }
  }

  /** {@code operand symbol}. */
  record Postfix(Node operand, String symbol) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.operand(operand);
      out.text(symbol);
    }
  }

  /** {@code ::name}. */
  record Global(Node name) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text("::");
      out.print(name);
    }
  }

  /** {@code &name}; of a member function without qualifiers only its name. */
  record AddressOf(Node operand) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text("&");
      boolean isMember =
          operand instanceof NameNode.Function function
              && function.name() instanceof NameNode.Qualified
              && function.signature().qualifiers().isEmpty();
      out.operand(isMember ? operand.withoutParameters() : operand);
    }
  }

  /** {@code left symbol right}. */
  record Binary(Node first, String symbol, Node second) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      // A bare > would look like the end of the template arguments.
      boolean isGreater = symbol.equals(">");
      out.text(isGreater ? "(" : "");
      out.operand(first);
      out.text(symbol);
      out.operand(second);
      out.text(isGreater ? ")" : "");
    }
  }

  /** {@code array[index]}. */
  record Subscript(Node array, Node index) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.operand(array);
      out.text("[");
      out.print(index);
      out.text("]");
    }
  }

  /** {@code condition?yes : no}. */
  record Conditional(Node condition, Node yes, Node no) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.operand(condition);
      out.text("?");
      out.operand(yes);
      out.text(" : ");
      out.operand(no);
    }
  }

  /** {@code function(arguments)}. */
  record Call(Node function, List<Node> arguments) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      // The types of the parameters would read like a call of the call.
      out.operand(function.withoutParameters());
      out.text("(");
      out.list(arguments);
      out.text(")");
    }
  }

  /** {@code (type)(values)}. */
  record Cast(Node type, List<Node> values, boolean isList) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text("(");
      out.print(type);
      out.text(")");
      if (isList) {
        out.text("(");
        out.list(values);
        out.text(")");
      } else {
        out.operand(values.get(0));
      }
    }
  }

  /** {@code keyword<type>(value)}, for example {@code static_cast}. */
  record NamedCast(String keyword, Node type, Node value) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(keyword);
      out.text("<");
      out.print(type);
      out.text(">(");
      out.print(value);
      out.text(")");
    }
  }

  /** {@code keyword (argument)}: {@code sizeof}, {@code noexcept}, {@code typeid}. */
  record Query(String keyword, Node argument) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(keyword);
      out.text("(");
      out.print(argument);
      out.text(")");
    }
  }

  /** The number of elements in a pack, {@code sizeof...(pattern)}. */
  record PackSize(Node pattern) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      int length = out.packLength(pattern);
      if (length >= 0) {
        out.number(length);
      } else {
        out.text("sizeof...(");
        out.print(pattern);
        out.text(")");
      }
    }
  }

  /** The number of {@code arguments} once all packs in them are expanded. */
  record ArgumentCount(List<Node> arguments) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      int count = 0;
      for (Node argument : arguments) {
        Node pattern = argument instanceof TypeNode.Expansion e ? e.pattern() : argument;
        int length = argument == pattern ? 1 : out.packLength(pattern);
        count += Math.max(length, 0);
      }
      out.number(count);
    }
  }

  /** {@code type{values}}; {@code type} is null for a bare list. */
  record Braced(@Nullable Node type, List<Node> values) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      if (type != null) {
        out.print(type);
      }
      out.text("{");
      out.list(values);
      out.text("}");
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /** {@code .member=value}, {@code [index]=value} or {@code [index ... last]=value}. */
  record Designated(Node designator, @Nullable Node last, boolean isIndex, Node value)
      implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(isIndex ? "[" : ".");
      out.print(designator);
      if (last != null) {
        out.text(" ... ");
        out.print(last);
      }
      out.text(isIndex ? "]" : "");
      if (value instanceof Designated) {
        out.print(value);
      } else {
        out.text("=");
        out.operand(value);
      }
    }
  }

  /** A part of a constant object, {@code object.<type at offset 8>}. */
  record Subobject(Node object, Node type, String offset) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.print(object);
      out.text(".<");
      out.print(type);
      out.text(" at offset ");
      out.text(offset);
      out.text(">");
    }
  }

  /** {@code new (placement) type(values)}. */
  record New(String keyword, List<Node> placement, Node type, @Nullable List<Node> values)
      implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(keyword);
      out.text(" ");
      if (!placement.isEmpty()) {
        out.text("(");
        out.list(placement);
        out.text(") ");
      }
      out.print(type);
      if (values != null) {
        out.text("(");
        out.list(values);
        out.text(")");
      }
    }
  }

  /** {@code (first op ... op second)}; for a unary fold one of the two is null. */
  record Fold(@Nullable Node first, String symbol, @Nullable Node second)
      implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text("(");
      if (first != null) {
        out.wholePacks(first);
        out.text(symbol);
      }
      out.text("...");
      if (second != null) {
        out.text(symbol);
        out.wholePacks(second);
      }
      out.text(")");
    }
  }

  /** {@code {parm#1}}, or {@code this} for number 0. */
  record FunctionParameter(int number) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      if (number == 0) {
        out.text("this");
      } else {
        out.text("{parm#");
        out.number(number);
        out.text("}");
      }
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /** {@code (type)value}: a literal of a type that C++ has no suffix for. */
  record Literal(Node type, String value) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text("(");
      out.print(type);
      out.text(")");
      out.text(value);
    }
  }

  /** A literal that says its type itself: {@code 5ul}, {@code true}. */
  record Constant(String text) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(text);
    }
  }

  /** {@code requires (parameters) { requirements }}. */
  record Requires(List<Node> parameters, List<Node> requirements) implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text("requires ");
      if (!parameters.isEmpty()) {
        out.text("(");
        out.list(parameters);
        out.text(") ");
      }
      out.text("{");
      for (Node requirement : requirements) {
        out.text(" ");
        out.print(requirement);
        out.text(";");
      }
      out.text(" }");
    }
  }

  /** One line of a {@code requires} expression: {@code {value} noexcept -> constraint}. */
  record Requirement(String prefix, Node value, String suffix, @Nullable Node constraint)
      implements ExpressionNode {
    @Override
    public void left(Printer out) {
      out.text(prefix);
      out.print(value);
      out.text(suffix);
      if (constraint != null) {
        out.text(" -> ");
        out.print(constraint);
      }
    }
  }
}
