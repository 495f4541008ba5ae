package dev.brazier.container.demangle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types. */
sealed interface TypeNode extends Node
    permits Builtin,
        TypeNode.Qualified,
        TypeNode.Suffixed,
        TypeNode.Pointer,
        TypeNode.Reference,
        TypeNode.MemberPointer,
        TypeNode.Array,
        TypeNode.Function,
        TypeNode.Expansion,
        TypeNode.Elaborated,
        TypeNode.Enclosed {

  /** {@code type const}. */
  record Qualified(Node type, Qualifiers qualifiers) implements TypeNode {
    @Override
    public void left(Printer out) {
      // A template argument may bring qualifiers that stand here already.
      if (out.resolve(type) instanceof Qualified inner) {
        out.left(inner.type);
        inner.qualifiers.without(qualifiers).print(out);
      } else {
        out.left(type);
      }
      qualifiers.print(out);
    }

    @Override
    public void right(Printer out) {
      out.right(type);
    }
  }

  /** {@code type suffix}: {@code _Complex}, vectors and the qualifiers of vendors. */
  record Suffixed(Node type, Node suffix) implements TypeNode {
    @Override
    public void left(Printer out) {
      out.left(type);
      out.text(" ");
      out.print(suffix);
    }

    @Override
    public void right(Printer out) {
      out.right(type);
    }
  }

  /** {@code target*}. */
  record Pointer(Node target) implements TypeNode {
    @Override
    public void left(Printer out) {
      leftOfDeclarator(target, out);
      out.text("*");
    }

    @Override
    public void right(Printer out) {
      rightOfDeclarator(target, out);
    }
  }

  /** {@code target&} or {@code target&&}; a reference to a reference collapses into one. */
  record Reference(Node target, boolean rvalue) implements TypeNode {
    @Override
    public void left(Printer out) {
      Reference collapsed = collapse(out);
      leftOfDeclarator(collapsed.target, out);
      out.text(collapsed.rvalue ? "&&" : "&");
    }

    @Override
    public void right(Printer out) {
      rightOfDeclarator(collapse(out).target, out);
    }

    private Reference collapse(Printer out) {
      Reference collapsed = this;
      while (out.resolve(collapsed.target) instanceof Reference inner && out.step(1)) {
        collapsed = new Reference(inner.target, collapsed.rvalue && inner.rvalue);
      }
      return collapsed;
    }
  }

  /** {@code member owner::*}. */
  record MemberPointer(Node owner, Node member) implements TypeNode {
    @Override
    public void left(Printer out) {
      leftOfDeclarator(member, out);
      if (!hasDeclaratorRight(member, out)) {
        out.text(" ");
      }
      out.print(owner);
      out.text("::*");
    }

    @Override
    public void right(Printer out) {
      rightOfDeclarator(member, out);
    }
  }

  /** {@code element [size]}; {@code size} is null where it is not told. */
  record Array(Node element, @Nullable Node size) implements TypeNode {
    @Override
    public void left(Printer out) {
      out.left(element);
    }

    @Override
    public void right(Printer out) {
      out.text(out.last() == ']' ? "[" : " [");
      if (size != null) {
        out.print(size);
      }
      out.text("]");
      out.right(element);
    }
  }

  /**
   * What stands behind the name of a function.
   *
   * @param exceptions {@code noexcept} and its like, or null
   */
  record Signature(List<Node> parameters, Qualifiers qualifiers, @Nullable Node exceptions) {
    void print(Printer out, @Nullable Node returnType) {
      out.text("(");
      out.list(parameters);
      out.text(")");
      if (returnType != null) {
        out.right(returnType);
      }
      qualifiers.print(out);
      if (exceptions != null) {
        out.print(exceptions);
      }
    }
  }

  /** {@code returnType (signature)}. */
  record Function(Node returnType, Signature signature) implements TypeNode {
    @Override
    public void left(Printer out) {
      out.left(returnType);
      if (!continuesOnTheRight(returnType, out)) {
        out.text(" ");
      }
    }

    @Override
    public void right(Printer out) {
      signature.print(out, returnType);
    }
  }

  /** {@code pattern...}, once per element of the packs in it. */
  record Expansion(Node pattern) implements TypeNode {
    @Override
    public void left(Printer out) {
      out.expand(pattern);
    }
  }

  /** {@code struct name}. */
  record Elaborated(String keyword, Node name) implements TypeNode {
    @Override
    public void left(Printer out) {
      out.text(keyword);
      out.text(" ");
      out.print(name);
    }
  }

  /** Something between two texts: {@code decltype (x)}, {@code _BitInt(7)}. */
  record Enclosed(String open, Node content, String close) implements TypeNode {
    @Override
    public void left(Printer out) {
      out.text(open);
      out.print(content);
      out.text(close);
    }
  }

  /** The left half of {@code target} and, where its right half binds closer, a parenthesis. */
  private static void leftOfDeclarator(Node target, Printer out) {
    out.left(target);
    if (hasDeclaratorRight(target, out)) {
      out.text(declared(target, out) instanceof Array ? " (" : "(");
    }
  }

  private static void rightOfDeclarator(Node target, Printer out) {
    if (hasDeclaratorRight(target, out)) {
      out.text(")");
    }
    out.right(target);
  }

  private static boolean hasDeclaratorRight(Node target, Printer out) {
    Node declared = declared(target, out);
    return declared instanceof Array || declared instanceof Function;
  }

  /** {@code node} without qualifiers and behind template parameters. */
  private static Node declared(Node node, Printer out) {
    Node declared = out.resolve(node);
    while (declared instanceof Qualified qualified && out.step(1)) {
      declared = out.resolve(qualified.type);
    }
    return declared;
  }

  /** Whether the right half of {@code type} prints anything. */
  static boolean continuesOnTheRight(Node type, Printer out) {
    int start = out.length();
    out.right(type);
    boolean continues = out.length() > start;
    out.truncate(start);
    return continues;
  }
}
