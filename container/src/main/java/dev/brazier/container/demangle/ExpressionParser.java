package dev.brazier.container.demangle;

import dev.brazier.container.demangle.ExpressionNode.Constant;
import dev.brazier.container.demangle.NameNode.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads expressions. */
final class ExpressionParser {
  private final ItaniumParser itanium;
  private final Cursor in;

  ExpressionParser(ItaniumParser itanium) {
    this.itanium = itanium;
    this.in = itanium.in;
  }

  /** {@code <expression>}. */
  Node expression() throws MalformedNameException {
    in.enter();
    Node expression =
        switch (in.peek()) {
          case 'L' -> literal();
          case 'T' -> itanium.templates.parameter();
          case 'f' -> in.peek(1) == 'p' || atOuterParameter() ? functionParameter() : fold();
          case 'u' -> vendorExpression();
          case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> itanium.names.simpleId();
          default -> withLetters();
        };
    in.leave();
    return expression;
  }

  private List<Node> expressionsUntilE() throws MalformedNameException {
    return itanium.untilE(this::expression);
  }

  /** Expressions that begin with two letters which are no operator, or one of odd operands. */
  private Node withLetters() throws MalformedNameException {
    int start = in.position();
    String letters = "" + in.next() + in.next();
    return switch (letters) {
      case "gs" -> new ExpressionNode.Global(expression());
      case "cl", "cp" -> new ExpressionNode.Call(expression(), expressionsUntilE());
      case "cv" -> cast();
      case "il" -> new ExpressionNode.Braced(null, expressionsUntilE());
      case "tl" -> new ExpressionNode.Braced(itanium.types.type(), expressionsUntilE());
      case "nw" -> allocation("new");
      case "na" -> allocation("new[]");
      case "ix" -> new ExpressionNode.Subscript(expression(), expression());
      case "qu" -> new ExpressionNode.Conditional(expression(), expression(), expression());
      case "tr" -> new Constant("throw");
      case "sp" -> new TypeNode.Expansion(expression());
      case "sZ" ->
          new ExpressionNode.PackSize(
              in.peek() == 'T' ? itanium.templates.parameter() : functionParameter());
      case "sP" -> new ExpressionNode.ArgumentCount(itanium.untilE(itanium.templates::argument));
      case "rq" -> requires(false);
      case "rQ" -> requires(true);
      default -> {
        in.moveTo(start);
        yield rareOrOperation(letters);
      }
    };
  }

  private Node rareOrOperation(String letters) throws MalformedNameException {
    return switch (letters) {
      case "sr", "on", "dn" -> new UnresolvedNameParser(itanium).read();
      case "di", "dx", "dX" -> designated();
      case "so" -> subobject();
      case "mc" -> memberPointerConversion();
      default -> operation();
    };
  }

  /** An operator with its operands. */
  private Node operation() throws MalformedNameException {
    Operator operator = Operator.read(in);
    if (operator == null) {
      throw new MalformedNameException();
    }
    String symbol = operator.symbol();
    return switch (operator.form()) {
      case UNARY ->
          symbol.equals("&")
              ? new ExpressionNode.AddressOf(expression())
              : new ExpressionNode.Prefix(symbol, expression());
      case UNARY_TYPE -> new ExpressionNode.Prefix(symbol, itanium.types.type());
      case STEP ->
          in.accept('_')
              ? new ExpressionNode.Prefix(symbol, expression())
              : new ExpressionNode.Postfix(expression(), symbol);
      case BINARY -> new ExpressionNode.Binary(expression(), symbol, expression());
      case QUERY -> new ExpressionNode.Query(symbol, expression());
      case QUERY_TYPE -> new ExpressionNode.Query(symbol, itanium.types.type());
      case NAMED_CAST -> new ExpressionNode.NamedCast(symbol, itanium.types.type(), expression());
      case OWN -> throw new MalformedNameException();
    };
  }

  /** {@code cv <type> <expression>} or {@code cv <type> _ <expression>* E}. */
  private Node cast() throws MalformedNameException {
    Node type = itanium.types.type();
    return in.accept('_')
        ? new ExpressionNode.Cast(type, expressionsUntilE(), true)
        : new ExpressionNode.Cast(type, List.of(expression()), false);
  }

  /** {@code nw <expression>* _ <type> (E | pi <expression>* E | il <expression>* E)}. */
  private Node allocation(String keyword) throws MalformedNameException {
    List<Node> placement = new ArrayList<>();
    while (!in.accept('_')) {
      placement.add(expression());
    }
    Node type = itanium.types.type();
    if (in.accept('E')) {
      return new ExpressionNode.New(keyword, placement, type, null);
    }
    if (in.accept("il")) {
      Node braced = new ExpressionNode.Braced(type, expressionsUntilE());
      return new ExpressionNode.New(keyword, placement, braced, null);
    }
    if (!in.accept("pi")) {
      throw new MalformedNameException();
    }
    return new ExpressionNode.New(keyword, placement, type, expressionsUntilE());
  }

  /** {@code fL} and a digit: a parameter of an enclosing function; otherwise that is a fold. */
  private boolean atOuterParameter() {
    return in.peek(1) == 'L' && Cursor.isDigit(in.peek(2));
  }

  /** {@code fp [<CV>] [<number>] _}, {@code fL <number> p [<CV>] [<number>] _} or {@code fpT}. */
  private Node functionParameter() throws MalformedNameException {
    in.expect('f');
    if (in.accept('L')) {
      in.number();
    }
    in.expect('p');
    if (in.accept('T')) {
      return new ExpressionNode.FunctionParameter(0);
    }
    Qualifiers.read(in);
    return new ExpressionNode.FunctionParameter(in.index() + 1);
  }

  /** {@code f (l | r | L | R) <operator> <expression> [<expression>]}. */
  private Node fold() throws MalformedNameException {
    in.expect('f');
    char kind = in.next();
    Operator operator = Operator.read(in);
    if (operator == null) {
      throw new MalformedNameException();
    }
    String symbol = operator.symbol();
    return switch (kind) {
      case 'l' -> new ExpressionNode.Fold(null, symbol, expression());
      case 'r' -> new ExpressionNode.Fold(expression(), symbol, null);
      case 'L', 'R' -> new ExpressionNode.Fold(expression(), symbol, expression());
      default -> throw new MalformedNameException();
    };
  }

  /** {@code u <source-name> <template-arg>* E}. */
  private Node vendorExpression() throws MalformedNameException {
    in.expect('u');
    Node name = new Text(itanium.names.source());
    return new ExpressionNode.Call(name, itanium.untilE(itanium.templates::argument));
  }

  /** {@code di <name> <value>}, {@code dx <index> <value>} or {@code dX <from> <to> <value>}. */
  private Node designated() throws MalformedNameException {
    in.expect('d');
    char kind = in.next();
    Node designator = kind == 'i' ? new Text(itanium.names.source()) : expression();
    Node last = kind == 'X' ? expression() : null;
    return new ExpressionNode.Designated(designator, last, kind != 'i', expression());
  }

  /** {@code so <type> <expression> [<offset>] (_ <number>*)* [p] E}. */
  private Node subobject() throws MalformedNameException {
    in.accept("so");
    Node type = itanium.types.type();
    Node object = expression();
    String offset = offset();
    while (in.accept('_')) {
      in.digits();
    }
    in.accept('p');
    in.expect('E');
    return new ExpressionNode.Subobject(object, type, offset.isEmpty() ? "0" : offset);
  }

  /** {@code mc <type> <expression> [<offset>] E}. */
  private Node memberPointerConversion() throws MalformedNameException {
    in.accept("mc");
    Node type = itanium.types.type();
    Node value = expression();
    offset();
    in.expect('E');
    return new ExpressionNode.Cast(type, List.of(value), false);
  }

  private String offset() {
    String sign = in.accept('n') ? "-" : "";
    return sign + in.digits();
  }

  /** {@code rq <requirement>+ E} or {@code rQ <parameters> _ <requirement>+ E}. */
  private Node requires(boolean hasParameters) throws MalformedNameException {
    List<Node> parameters = new ArrayList<>();
    if (hasParameters) {
      while (!in.accept('_')) {
        parameters.add(itanium.types.type());
      }
    }
    return new ExpressionNode.Requires(parameters, itanium.untilE(this::requirement));
  }

  private Node requirement() throws MalformedNameException {
    return switch (in.next()) {
      case 'T' -> new ExpressionNode.Requirement("typename ", itanium.types.type(), "", null);
      case 'Q' -> new ExpressionNode.Requirement("requires ", expression(), "", null);
      case 'X' -> {
        Node value = expression();
        boolean isNoexcept = in.accept('N');
        Node constraint = in.accept('R') ? itanium.templates.constraintName() : null;
        boolean isPlain = !isNoexcept && constraint == null;
        yield new ExpressionNode.Requirement(
            isPlain ? "" : "{", value, isPlain ? "" : isNoexcept ? "} noexcept" : "}", constraint);
      }
      default -> throw new MalformedNameException();
    };
  }

  /** {@code <expr-primary>}: {@code L <type> <value> E} or {@code L _Z <encoding> E}. */
  Node literal() throws MalformedNameException {
    in.expect('L');
    if (in.accept("_Z") || in.accept('Z')) {
      Node entity = itanium.encoding();
      in.expect('E');
      return entity;
    }
    Node type = itanium.types.type();
    boolean isNegative = in.accept('n');
    int start = in.position();
    while (in.peek() != 'E') {
      in.next();
    }
    String value = in.since(start);
    in.expect('E');
    return literal(type, isNegative, value);
  }

  private static Node literal(Node type, boolean isNegative, String value) {
    if (value.isEmpty()) {
      return type; // a null pointer or a string, which says no more
    }
    String signed = isNegative ? "-" + value : value;
    if (type instanceof Builtin builtin) {
      String text = builtin.literal(isNegative, value);
      if (text != null) {
        return new Constant(text);
      }
      if (builtin.literals() == Builtin.Literals.BYTES) {
        return new ExpressionNode.Literal(type, "[" + signed + "]");
      }
    }
    return new ExpressionNode.Literal(type, signed);
  }
}
