package dev.brazier.container.demangle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a C++ name as the <a href="https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling">
 * Itanium C++ ABI</a> spells it; this class holds what its four parsers share and reads the
 * productions on top: whole names, encodings and special names.
 */
final class ItaniumParser {
  final Cursor in;
  final Substitutions substitutions = new Substitutions();
  final NameParser names;
  final TypeParser types;
  final TemplateParser templates;
  final ExpressionParser expressions;

  @SuppressWarnings("this-escape") // the parsers only keep it
  private ItaniumParser(Cursor in) {
    this.in = in;
    this.names = new NameParser(this);
    this.types = new TypeParser(this);
    this.templates = new TemplateParser(this);
    this.expressions = new ExpressionParser(this);
  }

  /** Reads what follows {@code _Z}: {@code <encoding> [. <vendor-suffix>]*}. */
  static Node parse(Cursor in) throws MalformedNameException {
    ItaniumParser parser = new ItaniumParser(in);
    Node node = parser.encoding();
    while (!in.atEnd()) {
      in.enter();
      node = new NameNode.Clone(node, cloneSuffix(in));
    }
    return node;
  }

  /** {@code .cold}, {@code .isra.0}, {@code .llvm.123}: a word and numbers, or numbers alone. */
  private static String cloneSuffix(Cursor in) throws MalformedNameException {
    int start = in.position();
    in.expect('.');
    if (!isSuffixLetter(in.peek())) {
      throw new MalformedNameException();
    }
    while (isSuffixLetter(in.peek())) {
      in.next();
    }
    while (in.peek() == '.' && Cursor.isDigit(in.peek(1))) {
      in.next();
      in.digits();
    }
    return in.since(start);
  }

  private static boolean isSuffixLetter(char c) {
    return Cursor.isLower(c) || Cursor.isDigit(c) || c == '_';
  }

  /** {@code <encoding>}: a function with its parameters, a variable, or something special. */
  Node encoding() throws MalformedNameException {
    in.enter();
    Node encoding = in.peek() == 'G' || in.peek() == 'T' ? special() : functionOrVariable();
    in.leave();
    return encoding;
  }

  private Node functionOrVariable() throws MalformedNameException {
    Node name = names.name();
    Node attribute = enableIf();
    return atEndOfEncoding() ? name : function(name, attribute);
  }

  private Node function(Node declared, @Nullable Node attribute) throws MalformedNameException {
    Node returnType = NameParser.isTemplateWithReturnType(declared) ? types.type() : null;
    boolean isMember = declared instanceof NameNode.Member;
    NameNode.Member member = isMember ? (NameNode.Member) declared : null;
    List<Node> parameters = types.parameters();
    if (member != null && member.explicitObject() && !parameters.isEmpty()) {
      parameters.set(0, new TypeNode.Elaborated("this", parameters.get(0)));
    }
    Node constraint = in.accept('Q') ? expressions.expression() : null;
    TypeNode.Signature signature =
        new TypeNode.Signature(
            parameters, member == null ? Qualifiers.NONE : member.qualifiers(), attribute);
    Node name = member == null ? declared : member.name();
    return new NameNode.Function(returnType, name, signature, constraint);
  }

  private boolean atEndOfEncoding() {
    char c = in.peek();
    return c == 'E' || c == '.' || in.atEnd();
  }

  /** Clang's attribute that takes a function out of overload resolution. */
  private @Nullable Node enableIf() throws MalformedNameException {
    if (!in.accept("Ua9enable_if")) {
      return null;
    }
    Node conditions = new Node.Pack(templates.arguments());
    return new TypeNode.Enclosed(" [enable_if:", conditions, "]");
  }

  /** {@code <special-name>}: what compilers make beside functions and variables. */
  private Node special() throws MalformedNameException {
    char family = in.next();
    char kind = in.next();
    return family == 'T' ? ofType(kind) : ofObject(kind);
  }

  private Node ofType(char kind) throws MalformedNameException {
    return switch (kind) {
      case 'V' -> named("vtable for ", types.type());
      case 'T' -> named("VTT for ", types.type());
      case 'I' -> named("typeinfo for ", types.type());
      case 'S' -> named("typeinfo name for ", types.type());
      case 'F' -> named("typeinfo fn for ", types.type());
      case 'J' -> named("java Class for ", types.type());
      case 'A' -> named("template parameter object for ", templates.argument());
      case 'H' -> named("TLS init function for ", names.name());
      case 'W' -> named("TLS wrapper function for ", names.name());
      case 'C' -> constructionVtable();
      case 'c' -> {
        callOffset(in.next());
        callOffset(in.next());
        yield named("covariant return thunk to ", encoding());
      }
      case 'h', 'v' -> {
        callOffset(kind);
        yield named(kind == 'h' ? "non-virtual thunk to " : "virtual thunk to ", encoding());
      }
      default -> throw new MalformedNameException();
    };
  }

  private Node ofObject(char kind) throws MalformedNameException {
    return switch (kind) {
      case 'V' -> named("guard variable for ", names.name());
      case 'R' -> {
        Node object = names.name();
        int number = in.atDigit() ? in.number() : -1;
        // The ABI counts from nothing and ends with _, older compilers count from 0 and do not.
        int index = in.accept('_') ? number + 1 : Math.max(number, 0);
        yield named("reference temporary #" + index + " for ", object);
      }
      case 'A' -> named("hidden alias for ", encoding());
      case 'I' -> named("initializer for module ", names.moduleName());
      case 'T' ->
          named(
              in.next() == 'n' ? "non-transaction clone for " : "transaction clone for ",
              encoding());
      default -> throw new MalformedNameException();
    };
  }

  private Node constructionVtable() throws MalformedNameException {
    Node derived = types.type();
    in.number();
    in.expect('_');
    return new NameNode.ConstructionVtable(types.type(), derived);
  }

  /** {@code h <offset> _} or {@code v <offset> _ <offset> _}: how a thunk moves {@code this}. */
  private void callOffset(char kind) throws MalformedNameException {
    if (kind != 'h' && kind != 'v') {
      throw new MalformedNameException();
    }
    for (int i = 0; i < (kind == 'h' ? 1 : 2); i++) {
      in.accept('n');
      in.digits();
      in.expect('_');
    }
  }

  private static Node named(String prefix, Node node) {
    return new NameNode.Special(prefix, node);
  }

  /** Reads nodes until {@code E}, which it takes as well. */
  List<Node> untilE(NodeReader reader) throws MalformedNameException {
    List<Node> nodes = new ArrayList<>();
    while (!in.accept('E')) {
      nodes.add(reader.read());
    }
    return nodes;
  }

  /** A production that yields a node. */
  @FunctionalInterface
  interface NodeReader {
    Node read() throws MalformedNameException;
  }
}
