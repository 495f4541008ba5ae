package dev.brazier.container.demangle;

import dev.brazier.container.demangle.NameNode.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads types. */
final class TypeParser {
  private final ItaniumParser itanium;
  private final Cursor in;
  private boolean inConversionTarget;

  TypeParser(ItaniumParser itanium) {
    this.itanium = itanium;
    this.in = itanium.in;
  }

  /** {@code <type>}, which becomes a candidate for substitution unless it is built in. */
  Node type() throws MalformedNameException {
    in.enter();
    Node type = Builtin.read(in);
    if (type == null) {
      type = in.peek() == 'S' && in.peek(1) != 't' ? substituted() : candidate(compound());
    }
    in.leave();
    return type;
  }

  private Node candidate(Node type) {
    itanium.substitutions.add(type);
    return type;
  }

  /** A substitution, perhaps of a template that arguments follow. */
  private Node substituted() throws MalformedNameException {
    int start = in.position();
    Node type = itanium.substitutions.read(in);
    if (type instanceof NameNode.Module) {
      in.moveTo(start);
      return candidate(itanium.names.name());
    }
    return in.peek() == 'I' ? candidate(itanium.names.withArguments(type)) : type;
  }

  private Node compound() throws MalformedNameException {
    return switch (in.peek()) {
      case 'r', 'V', 'K' -> qualified();
      case 'P' -> new TypeNode.Pointer(behindLetter());
      case 'R' -> new TypeNode.Reference(behindLetter(), false);
      case 'O' -> new TypeNode.Reference(behindLetter(), true);
      case 'C' -> new TypeNode.Suffixed(behindLetter(), new Text("_Complex"));
      case 'G' -> new TypeNode.Suffixed(behindLetter(), new Text("_Imaginary"));
      case 'F' -> function(Qualifiers.NONE);
      case 'A' -> array();
      case 'M' -> memberPointer();
      case 'T' -> templateParameterOrElaborated();
      case 'D' -> withD();
      case 'U' -> Cursor.isDigit(in.peek(1)) ? vendorQualified() : itanium.names.name();
      case 'u' -> vendorType();
      default -> itanium.names.name();
    };
  }

  private Node behindLetter() throws MalformedNameException {
    in.next();
    return type();
  }

  private Node qualified() throws MalformedNameException {
    Qualifiers qualifiers = Qualifiers.read(in);
    return atFunction() ? function(qualifiers) : new TypeNode.Qualified(type(), qualifiers);
  }

  private boolean atFunction() {
    return in.peek() == 'F' || (in.peek() == 'D' && "oOwx".indexOf(in.peek(1)) >= 0);
  }

  /** {@code [<exception-spec>] [Dx] F [Y] <type>+ [<ref-qualifier>] E}. */
  private Node function(Qualifiers qualifiers) throws MalformedNameException {
    Node exceptions = exceptions();
    if (in.accept("Dx")) {
      Text word = new Text(" transaction_safe");
      exceptions = exceptions == null ? word : new Node.Pack(List.of(word, exceptions));
    }
    in.expect('F');
    in.accept('Y'); // extern "C"
    Node returnType = type();
    List<Node> parameters = parameters();
    Qualifiers all = qualifiers.readReference(in);
    in.expect('E');
    return new TypeNode.Function(returnType, new TypeNode.Signature(parameters, all, exceptions));
  }

  private @Nullable Node exceptions() throws MalformedNameException {
    if (in.accept("Do")) {
      return new Text(" noexcept");
    }
    if (in.accept("DO")) {
      Node condition = itanium.expressions.expression();
      in.expect('E');
      return new TypeNode.Enclosed(" noexcept(", condition, ")");
    }
    if (in.accept("Dw")) {
      Node types = new Node.Pack(itanium.untilE(this::type));
      return new TypeNode.Enclosed(" throw(", types, ")");
    }
    return null;
  }

  /** The parameter types of a function: all types that follow, where {@code v} means none. */
  List<Node> parameters() throws MalformedNameException {
    List<Node> parameters = new ArrayList<>();
    if (in.peek() == 'v') {
      in.next();
      return parameters;
    }
    do {
      parameters.add(type());
    } while (!atEndOfParameters());
    return parameters;
  }

  private boolean atEndOfParameters() {
    char c = in.peek();
    boolean isReferenceQualifier = (c == 'R' || c == 'O') && in.peek(1) == 'E';
    return c == 'E' || c == '.' || c == 'Q' || isReferenceQualifier || in.atEnd();
  }

  /** {@code A [<number or expression>] _ <type>}. */
  private Node array() throws MalformedNameException {
    in.expect('A');
    Node size = in.peek() == '_' ? null : numberOrExpression();
    in.expect('_');
    return new TypeNode.Array(type(), size);
  }

  private Node numberOrExpression() throws MalformedNameException {
    return in.atDigit() ? new Text(in.digits()) : itanium.expressions.expression();
  }

  private Node memberPointer() throws MalformedNameException {
    in.expect('M');
    Node owner = type();
    return new TypeNode.MemberPointer(owner, type());
  }

  private Node templateParameterOrElaborated() throws MalformedNameException {
    String keyword =
        switch (in.peek(1)) {
          case 's' -> "struct";
          case 'u' -> "union";
          case 'e' -> "enum";
          default -> "";
        };
    if (!keyword.isEmpty()) {
      in.moveTo(in.position() + 2);
      return new TypeNode.Elaborated(keyword, itanium.names.name());
    }
    Node parameter = itanium.templates.parameter();
    if (in.peek() != 'I' || inConversionTarget) {
      return parameter;
    }
    candidate(parameter);
    return itanium.names.withArguments(parameter);
  }

  /** Types whose first letter is {@code D}. */
  private Node withD() throws MalformedNameException {
    if (atFunction()) {
      return function(Qualifiers.NONE);
    }
    if (in.peek(1) == 't' || in.peek(1) == 'T') {
      return decltype();
    }
    in.next();
    return switch (in.next()) {
      case 'p' -> new TypeNode.Expansion(type());
      case 'v' -> vector();
      case 'F' -> floating();
      case 'B' -> bitInteger("_BitInt(");
      case 'U' -> bitInteger("unsigned _BitInt(");
      case 'k' -> new TypeNode.Suffixed(itanium.templates.constraintName(), new Text("auto"));
      case 'K' ->
          new TypeNode.Suffixed(itanium.templates.constraintName(), new Text("decltype(auto)"));
      default -> throw new MalformedNameException();
    };
  }

  /** {@code Dt <expression> E} or {@code DT <expression> E}. */
  Node decltype() throws MalformedNameException {
    in.expect('D');
    in.next();
    Node expression = itanium.expressions.expression();
    in.expect('E');
    return new TypeNode.Enclosed("decltype (", expression, ")");
  }

  /** {@code Dv <number> _ <type>} or {@code Dv _ <expression> _ <type>}. */
  private Node vector() throws MalformedNameException {
    in.accept('_');
    Node size = numberOrExpression();
    in.expect('_');
    Node element = in.accept('p') ? new Text("pixel") : type();
    return new TypeNode.Suffixed(element, new TypeNode.Enclosed("__vector(", size, ")"));
  }

  /** {@code DF <bits> _}, {@code DF <bits> x} or {@code DF 16b}. */
  private Node floating() throws MalformedNameException {
    String bits = in.digits();
    return switch (in.next()) {
      case '_' -> Builtin.plain("_Float" + bits);
      case 'x' -> Builtin.plain("_Float" + bits + "x");
      case 'b' -> Builtin.plain("std::bfloat" + bits + "_t");
      default -> throw new MalformedNameException();
    };
  }

  private Node bitInteger(String open) throws MalformedNameException {
    Node bits = numberOrExpression();
    in.expect('_');
    return new TypeNode.Enclosed(open, bits, ")");
  }

  /** {@code U <source-name> [<template-args>] <type>}. */
  private Node vendorQualified() throws MalformedNameException {
    in.expect('U');
    Node qualifier = itanium.names.simpleId();
    return new TypeNode.Suffixed(type(), qualifier);
  }

  /** {@code u <source-name> [<template-args>]}. */
  private Node vendorType() throws MalformedNameException {
    in.expect('u');
    return itanium.names.simpleId();
  }

  /**
   * The type a conversion operator converts to: template arguments behind it are those of the
   * operator.
   */
  Node conversionTarget() throws MalformedNameException {
    boolean outer = inConversionTarget;
    inConversionTarget = true;
    Node target = type();
    inConversionTarget = outer;
    return target;
  }
}
