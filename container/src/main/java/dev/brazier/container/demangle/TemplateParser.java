package dev.brazier.container.demangle;

import dev.brazier.container.demangle.NameNode.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads template arguments, uses and declarations of template parameters, and lambdas. */
final class TemplateParser {
  private final ItaniumParser itanium;
  private final Cursor in;

  TemplateParser(ItaniumParser itanium) {
    this.itanium = itanium;
    this.in = itanium.in;
  }

  /** {@code <template-args>}. */
  List<Node> arguments() throws MalformedNameException {
    in.enter();
    in.expect('I');
    List<Node> arguments = new ArrayList<>();
    while (!in.accept('E')) {
      if (in.accept('Q')) {
        // The constraint of a class template or its like: part of no name one would write.
        itanium.expressions.expression();
      } else {
        arguments.add(argument());
      }
    }
    in.leave();
    return arguments;
  }

  /** {@code <template-arg>}. */
  Node argument() throws MalformedNameException {
    in.enter();
    Node argument;
    if (in.accept('X')) {
      argument = itanium.expressions.expression();
      in.expect('E');
    } else if (in.accept('J') || in.accept('I')) {
      argument = new Node.Pack(itanium.untilE(this::argument));
    } else if (in.peek() == 'L') {
      argument = itanium.expressions.literal();
    } else if (atDeclaration()) {
      // Tells apart arguments of one text; the argument alone is what one would write.
      declaration(new ArrayList<>());
      argument = argument();
    } else {
      argument = itanium.types.type();
    }
    in.leave();
    return argument;
  }

  /** {@code <template-param>}: {@code T [<number>] _}, or {@code TL <level> _ [<number>] _}. */
  Node parameter() throws MalformedNameException {
    in.expect('T');
    if (in.accept('L')) {
      in.number();
      in.expect('_');
    }
    return new Node.Parameter(in.index());
  }

  /** {@code Ul <lambda-sig> E [<number>] _}, behind the two letters. */
  Node lambda() throws MalformedNameException {
    in.enter();
    List<Node> declared = new ArrayList<>();
    List<Node> head = new ArrayList<>();
    while (atDeclaration()) {
      head.add(declaration(declared));
    }
    Node constraint = in.accept('Q') ? itanium.expressions.expression() : null;
    List<Node> parameters = itanium.types.parameters();
    if (in.accept('Q')) {
      constraint = itanium.expressions.expression();
    }
    in.expect('E');
    int index = in.index();
    in.leave();
    return new NameNode.Lambda(head, declared, constraint, parameters, index);
  }

  private boolean atDeclaration() {
    return in.peek() == 'T' && "yntpk".indexOf(in.peek(1)) >= 0;
  }

  /** {@code <template-param-decl>}; adds a name for the parameter to {@code names}. */
  private Node declaration(List<Node> names) throws MalformedNameException {
    in.enter();
    in.expect('T');
    char kind = in.next();
    Node declaration =
        switch (kind) {
          case 'y' -> declared(new Text("typename"), "$T", names);
          case 'k' -> declared(constraintName(), "$T", names);
          case 'n' -> declared(itanium.types.type(), "$N", names);
          case 't' -> {
            List<Node> inner = new ArrayList<>();
            List<Node> head = itanium.untilE(() -> declarationOrConstraint(inner));
            yield declared(new NameNode.TemplateHead(head), "$TT", names);
          }
          case 'p' -> {
            Node single = declaration(names);
            yield single instanceof NameNode.Declared d
                ? new NameNode.Declared(d.kind(), true, d.name())
                : single;
          }
          default -> throw new MalformedNameException();
        };
    in.leave();
    return declaration;
  }

  private Node declarationOrConstraint(List<Node> names) throws MalformedNameException {
    if (in.accept('Q')) {
      return new ExpressionNode.Prefix("requires ", itanium.expressions.expression());
    }
    return declaration(names);
  }

  private static Node declared(Node kind, String prefix, List<Node> names) {
    Text name = new Text(prefix + names.size());
    names.add(name);
    return new NameNode.Declared(kind, false, name);
  }

  /** The name of a concept that constrains a type, with any arguments behind the first. */
  Node constraintName() throws MalformedNameException {
    return itanium.names.name();
  }
}
