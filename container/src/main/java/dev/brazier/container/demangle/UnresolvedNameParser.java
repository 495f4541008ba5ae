package dev.brazier.container.demangle;

import dev.brazier.container.demangle.NameNode.Qualified;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <unresolved-name>}: names in expressions that depend on template parameters.
 *
 * <p>Two spellings are in use. The ABI writes the scope as identifiers that an {@code E} ends,
 * {@code sr 1AIT_E E 1x}; GCC writes it as a type, {@code sr 1AIT_E 1x}, which differs in what can
 * be substituted later as well.
 */
final class UnresolvedNameParser {
  private final ItaniumParser itanium;
  private final Cursor in;

  UnresolvedNameParser(ItaniumParser itanium) {
    this.itanium = itanium;
    this.in = itanium.in;
  }

  Node read() throws MalformedNameException {
    return in.accept("sr") ? qualified() : base(null);
  }

  private Node qualified() throws MalformedNameException {
    boolean isStd = in.startsWith("St");
    if (!isStd && !in.atDigit()) {
      return base(itanium.types.type());
    }
    int start = in.position();
    int substitutions = itanium.substitutions.size();
    Node type = itanium.types.type();
    if (type instanceof NameNode.Templated && atBase()) {
      return base(type);
    }
    in.moveTo(start);
    itanium.substitutions.truncate(substitutions);
    if (isStd) {
      in.accept("St");
      return base(Substitutions.STD);
    }
    Node scope = base(null);
    while (in.atDigit()) {
      scope = base(scope);
    }
    return in.accept('E') ? base(scope) : scope;
  }

  private boolean atBase() {
    return in.atDigit() || in.startsWith("on") || in.startsWith("dn");
  }

  /** {@code <base-unresolved-name>}: an identifier, an operator or a destructor. */
  private Node base(@Nullable Node scope) throws MalformedNameException {
    if (in.accept("dn")) {
      Node owner = in.atDigit() ? itanium.names.simpleId() : itanium.types.type();
      return within(scope, new NameNode.Structor(owner, true));
    }
    boolean isOperator = in.accept("on") || !in.atDigit();
    Node name = isOperator ? itanium.names.operator() : new NameNode.Text(itanium.names.source());
    return itanium.names.withArguments(within(scope, name));
  }

  private static Node within(@Nullable Node scope, Node name) {
    return scope == null ? name : new Qualified(scope, name);
  }
}
