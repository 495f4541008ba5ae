package dev.brazier.container.demangle;

import dev.brazier.container.demangle.NameNode.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads names: where something is declared, and what it is called there. */
final class NameParser {
  private final ItaniumParser itanium;
  private final Cursor in;

  NameParser(ItaniumParser itanium) {
    this.itanium = itanium;
    this.in = itanium.in;
  }

  /** {@code <name>}. */
  Node name() throws MalformedNameException {
    in.enter();
    Node name =
        switch (in.peek()) {
          case 'N' -> nested();
          case 'Z' -> local();
          default -> unscoped();
        };
    in.leave();
    return name;
  }

  /**
   * {@code [St] <unqualified-name> [<template-args>]} or {@code <substitution> <template-args>}.
   */
  private Node unscoped() throws MalformedNameException {
    Node name;
    boolean isNew = true;
    if (in.peek() == 'S' && in.peek(1) != 't') {
      name = itanium.substitutions.read(in);
      if (name instanceof NameNode.Module module) {
        name = unqualified(null, module);
      } else {
        isNew = false;
      }
    } else {
      Node scope = in.accept("St") ? Substitutions.STD : null;
      name = unqualified(scope, null);
    }
    if (in.peek() == 'I') {
      if (isNew) {
        itanium.substitutions.add(name);
      }
      return new NameNode.Templated(name, itanium.templates.arguments());
    }
    if (!isNew) {
      throw new MalformedNameException();
    }
    return name;
  }

  /** {@code N [<CV-qualifiers>] [<ref-qualifier>] <prefix> <unqualified-name> E}. */
  private Node nested() throws MalformedNameException {
    in.expect('N');
    boolean explicitObject = in.accept('H');
    Qualifiers qualifiers = Qualifiers.read(in).readReference(in);
    Node name = null;
    NameNode.Module module = null;
    while (!in.accept('E')) {
      if (in.accept('M')) {
        // The initializer of a member: its lambdas are named like members of that member.
        continue;
      }
      if (in.peek() == 'S') {
        Node substitute = itanium.substitutions.read(in);
        if (substitute instanceof NameNode.Module found) {
          module = found;
        } else if (name == null) {
          name = substitute;
        } else {
          throw new MalformedNameException();
        }
        continue;
      }
      name = component(name, module);
      module = null;
      if (in.peek() != 'E') {
        itanium.substitutions.add(name);
      }
    }
    if (name == null) {
      throw new MalformedNameException();
    }
    return qualifiers.isEmpty() && !explicitObject
        ? name
        : new NameNode.Member(name, qualifiers, explicitObject);
  }

  /** One step of a {@code <prefix>}. */
  private Node component(@Nullable Node scope, NameNode.@Nullable Module module)
      throws MalformedNameException {
    char c = in.peek();
    if (c == 'I' && scope != null) {
      return new NameNode.Templated(scope, itanium.templates.arguments());
    }
    if (scope == null && c == 'T') {
      return itanium.templates.parameter();
    }
    if (scope == null && c == 'D' && (in.peek(1) == 't' || in.peek(1) == 'T')) {
      return itanium.types.decltype();
    }
    boolean isStructor = c == 'C' || c == 'D';
    Node shown =
        isStructor && scope instanceof NameNode.Standard standard
            ? new NameNode.Standard(standard.full(), standard.full(), standard.base())
            : scope;
    return unqualified(shown, module);
  }

  /** {@code Z <encoding> E <entity>}: something declared within a function. */
  private Node local() throws MalformedNameException {
    in.expect('Z');
    Node function = itanium.encoding();
    if (function instanceof NameNode.Function typed) {
      function = typed.withoutReturnType();
    }
    in.expect('E');
    if (in.accept('s')) {
      discriminator();
      return new NameNode.Local(function, new Text("string literal"));
    }
    Node scope = function;
    if (in.accept('d')) {
      scope = new NameNode.Local(function, new NameNode.Numbered("default arg", in.index()));
    }
    Node entity = name();
    discriminator();
    // The qualifiers belong to the whole, which is what a caller looks at.
    return entity instanceof NameNode.Member member
        ? new NameNode.Member(
            new NameNode.Local(scope, member.name()), member.qualifiers(), member.explicitObject())
        : new NameNode.Local(scope, entity);
  }

  /** {@code _ <digit>} or {@code __ <number> _}: tells equal names in a function apart. */
  private void discriminator() throws MalformedNameException {
    if (in.peek() != '_') {
      return;
    }
    if (Cursor.isDigit(in.peek(1))) {
      in.next();
      in.number();
    } else if (in.accept("__")) {
      in.number();
      in.expect('_');
    }
  }

  /** {@code <unqualified-name>}, in {@code scope} when that is given. */
  private Node unqualified(@Nullable Node scope, NameNode.@Nullable Module attachedTo)
      throws MalformedNameException {
    NameNode.Module module = in.peek() == 'W' ? moduleName(attachedTo) : attachedTo;
    boolean isFriend = in.accept('F');
    in.accept('L'); // internal linkage
    Node name = bareName(scope);
    while (in.accept('B')) {
      name = new NameNode.Tagged(name, source());
    }
    if (module != null) {
      name = new NameNode.InModule(name, module);
    }
    if (isFriend) {
      name = new NameNode.Friend(name);
    }
    return scope == null ? name : new NameNode.Qualified(scope, name);
  }

  private Node bareName(@Nullable Node scope) throws MalformedNameException {
    char c = in.peek();
    char second = in.peek(1);
    if (Cursor.isDigit(c)) {
      return new Text(source());
    }
    if (c == 'U') {
      return unnamed();
    }
    if (in.accept("DC")) {
      return new NameNode.Binding(itanium.untilE(() -> new Text(source())));
    }
    boolean isConstructor = c == 'C' && (second == 'I' || (second >= '1' && second <= '5'));
    if (isConstructor || (c == 'D' && Cursor.isDigit(second))) {
      return structor(scope);
    }
    return operator();
  }

  /** {@code <source-name>}. */
  String source() throws MalformedNameException {
    String identifier = in.take(in.number());
    boolean isAnonymousNamespace =
        identifier.length() > 9
            && identifier.startsWith("_GLOBAL_")
            && "._$".indexOf(identifier.charAt(8)) >= 0
            && identifier.charAt(9) == 'N';
    return isAnonymousNamespace ? "(anonymous namespace)" : identifier;
  }

  /** {@code <ctor-dtor-name>}; the digit tells variants apart that have one source. */
  private Node structor(@Nullable Node scope) throws MalformedNameException {
    if (scope == null) {
      throw new MalformedNameException();
    }
    boolean isDestructor = in.next() == 'D';
    boolean isInherited = in.accept('I');
    in.next();
    if (isInherited) {
      itanium.types.type();
    }
    return new NameNode.Structor(ownName(scope), isDestructor);
  }

  /** {@code <operator-name>}. */
  Node operator() throws MalformedNameException {
    if (in.accept("cv")) {
      return new NameNode.Conversion(itanium.types.conversionTarget());
    }
    if (in.accept("li")) {
      return new Text("operator\"\" " + source());
    }
    if (in.peek() == 'v' && Cursor.isDigit(in.peek(1))) {
      in.next();
      in.next();
      return new Text("operator " + source());
    }
    Operator operator = Operator.read(in);
    if (operator == null) {
      throw new MalformedNameException();
    }
    return new NameNode.OperatorName(operator.name());
  }

  /** {@code <unnamed-type-name>}. */
  private Node unnamed() throws MalformedNameException {
    in.expect('U');
    return switch (in.next()) {
      case 't' -> new NameNode.Numbered("unnamed type", in.index());
      case 'b' -> new NameNode.Numbered("block literal", in.index());
      case 'l' -> itanium.templates.lambda();
      default -> throw new MalformedNameException();
    };
  }

  /** {@code <module-name>}. */
  Node moduleName() throws MalformedNameException {
    NameNode.Module start =
        in.peek() == 'S' && itanium.substitutions.read(in) instanceof NameNode.Module known
            ? known
            : null;
    NameNode.Module module = moduleName(start);
    if (module == null) {
      throw new MalformedNameException();
    }
    return module;
  }

  private NameNode.@Nullable Module moduleName(NameNode.@Nullable Module start)
      throws MalformedNameException {
    NameNode.Module module = start;
    while (in.accept('W')) {
      boolean isPartition = in.accept('P');
      module = new NameNode.Module(module, source(), isPartition);
      itanium.substitutions.add(module);
    }
    return module;
  }

  /** The last part of a name, without scope, template arguments and tags. */
  private static Node ownName(Node name) {
    Node own = name;
    while (true) {
      if (own instanceof NameNode.Templated templated) {
        own = templated.name();
      } else if (own instanceof NameNode.Qualified qualified) {
        own = qualified.name();
      } else if (own instanceof NameNode.Local local) {
        own = local.entity();
      } else if (own instanceof NameNode.Tagged tagged) {
        own = tagged.name();
      } else if (own instanceof NameNode.InModule attached) {
        own = attached.name();
      } else if (own instanceof NameNode.Friend friend) {
        own = friend.name();
      } else if (own instanceof NameNode.Member member) {
        own = member.name();
      } else if (own instanceof NameNode.Standard standard) {
        return new Text(standard.base());
      } else {
        return own;
      }
    }
  }

  /** Whether a function of that name tells its return type: templates do, unless it is implied. */
  static boolean isTemplateWithReturnType(Node declared) {
    Node name = declared;
    while (name instanceof NameNode.Member || name instanceof NameNode.Local) {
      name = name instanceof NameNode.Member m ? m.name() : ((NameNode.Local) name).entity();
    }
    if (!(name instanceof NameNode.Templated)) {
      return false;
    }
    Node own = ownName(name);
    return !(own instanceof NameNode.Structor) && !(own instanceof NameNode.Conversion);
  }

  /** {@code <simple-id>}: an identifier with its template arguments, as expressions name things. */
  Node simpleId() throws MalformedNameException {
    return withArguments(new Text(source()));
  }

  Node withArguments(Node name) throws MalformedNameException {
    if (in.peek() != 'I') {
      return name;
    }
    List<Node> arguments = itanium.templates.arguments();
    return new NameNode.Templated(name, arguments);
  }
}
