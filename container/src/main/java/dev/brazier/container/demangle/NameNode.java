package dev.brazier.container.demangle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and what is declared under them. */
sealed interface NameNode extends Node {

  /** A plain word: an identifier, a built-in type, {@code auto}. */
  record Text(String text) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text(text);
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /**
   * A name the standard library is abbreviated by, such as {@code Ss}.
   *
   * @param brief as it is usually written, {@code std::string}
   * @param full as it is written in front of a constructor or destructor
   * @param base the class's own name, {@code basic_string}
   */
  record Standard(String brief, String full, String base) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text(brief);
    }
  }

  /** {@code scope::name}. */
  record Qualified(Node scope, Node name) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(scope);
      out.text("::");
      out.print(name);
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /** {@code name<arguments>}. */
  record Templated(Node name, List<Node> arguments) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(name);
      out.angled(arguments);
    }
  }

  /** {@code name[abi:tag]}. */
  record Tagged(Node name, String tag) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(name);
      out.text("[abi:");
      out.text(tag);
      out.text("]");
    }
  }

  /** The name of a C++20 module, {@code parent.name}, or of its partition, {@code parent:name}. */
  record Module(@Nullable Module parent, String name, boolean isPartition) implements NameNode {
    @Override
    public void left(Printer out) {
      if (parent != null) {
        out.print(parent);
      }
      out.text(isPartition ? ":" : parent == null ? "" : ".");
      out.text(name);
    }
  }

  /** {@code name@module}: a name attached to a module. */
  record InModule(Node name, Module module) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(name);
      out.text("@");
      out.print(module);
    }
  }

  /** A friend declared in a class template: it belongs to that class but is not its member. */
  record Friend(Node name) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(name);
      out.text("[friend]");
    }
  }

  /** A constructor, or with {@code ~} a destructor, named as its class is. */
  record Structor(Node className, boolean destructor) implements NameNode {
    @Override
    public void left(Printer out) {
      if (destructor) {
        out.text("~");
      }
      out.print(className);
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /** {@code operator+}. */
  record OperatorName(String symbol) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text(Cursor.isLower(symbol.charAt(0)) ? "operator " : "operator");
      out.text(symbol);
    }
  }

  /** {@code operator type}. */
  record Conversion(Node type) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text("operator ");
      out.print(type);
    }
  }

  /** {@code [a, b]}: the variable behind a structured binding. */
  record Binding(List<Node> names) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text("[");
      out.list(names);
      out.text("]");
    }
  }

  /**
   * {@code {lambda<head>(parameters)#1}}.
   *
   * @param head the declarations of template parameters
   * @param declared their names
   * @param index counts from 0
   */
  record Lambda(
      List<Node> head,
      List<Node> declared,
      @Nullable Node constraint,
      List<Node> parameters,
      int index)
      implements NameNode {
    @Override
    public void left(Printer out) {
      out.text("{lambda");
      if (!head.isEmpty()) {
        out.angled(head);
      }
      out.text("(");
      out.lambdaParameters(parameters, declared);
      out.text(")");
      if (constraint != null) {
        out.text(" requires ");
        out.lambdaParameters(List.of(constraint), declared);
      }
      out.text("#");
      out.number(index + 1);
      out.text("}");
    }
  }

  /** A template parameter, {@code typename... $T0}, as a lambda or a constraint declares it. */
  record Declared(Node kind, boolean isPack, Text name) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(kind);
      out.text(isPack ? "... " : " ");
      out.print(name);
    }
  }

  /** {@code template<parameters> typename}. */
  record TemplateHead(List<Node> parameters) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text("template");
      out.angled(parameters);
      out.text(" typename");
    }
  }

  /** Something without a name, {@code {unnamed type#1}}; {@code index} counts from 0. */
  record Numbered(String kind, int index) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text("{");
      out.text(kind);
      out.text("#");
      out.number(index + 1);
      out.text("}");
    }
  }

  /** {@code function()::entity}: what is declared within a function. */
  record Local(Node function, Node entity) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(function);
      out.text("::");
      out.print(entity);
    }
  }

  /** The name of a member function with the qualifiers that stand behind its parameters. */
  record Member(Node name, Qualifiers qualifiers, boolean explicitObject) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(name);
      qualifiers.print(out);
    }
  }

  /** {@code vtable for node} and its like. */
  record Special(String prefix, Node node) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text(prefix);
      out.print(node);
    }

    @Override
    public Node withoutParameters() {
      return new Special(prefix, node.withoutParameters());
    }
  }

  /** {@code construction vtable for base-in-derived}. */
  record ConstructionVtable(Node base, Node derived) implements NameNode {
    @Override
    public void left(Printer out) {
      out.text("construction vtable for ");
      out.print(base);
      out.text("-in-");
      out.print(derived);
    }
  }

  /** {@code function [clone .cold]}: a part or variant the compiler split off. */
  record Clone(Node function, String suffix) implements NameNode {
    @Override
    public void left(Printer out) {
      out.print(function);
      out.text(" [clone ");
      out.text(suffix);
      out.text("]");
    }

    @Override
    public Node withoutParameters() {
      return new Clone(function.withoutParameters(), suffix);
    }
  }

  /** A function with its parameters. */
  record Function(
      @Nullable Node returnType, Node name, TypeNode.Signature signature, @Nullable Node constraint)
      implements NameNode {
    @Override
    public void left(Printer out) {
      Printer.Scope outer = out.openScope(templateArguments());
      if (returnType != null) {
        out.left(returnType);
        if (!TypeNode.continuesOnTheRight(returnType, out)) {
          out.text(" ");
        }
      }
      out.print(name);
      signature.print(out, returnType);
      if (constraint != null) {
        out.text(" requires ");
        out.print(constraint);
      }
      out.closeScope(outer);
    }

    private void printName(Printer out) {
      Printer.Scope outer = out.openScope(templateArguments());
      out.print(name);
      out.closeScope(outer);
    }

    /** What the template parameters of this signature stand for; null for no template. */
    private @Nullable List<Node> templateArguments() {
      Node declared = name;
      while (declared instanceof Local local) {
        declared = local.entity();
      }
      return declared instanceof Templated template ? template.arguments() : null;
    }

    Function withoutReturnType() {
      return new Function(null, name, signature, constraint);
    }

    @Override
    public Node withoutParameters() {
      return new Name(this);
    }
  }

  /** The name of a function alone; a conversion operator needs the scope of the function for it. */
  record Name(Function function) implements NameNode {
    @Override
    public void left(Printer out) {
      function.printName(out);
    }

    @Override
    public boolean standsAlone() {
      return function.name().standsAlone();
    }
  }
}
