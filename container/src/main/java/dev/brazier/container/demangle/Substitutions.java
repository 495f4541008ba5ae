package dev.brazier.container.demangle;

import java.util.ArrayList;
import java.util.List;

/** The parts of a C++ name read so far that the rest of it may refer to. */
final class Substitutions {
  static final Node STD = new NameNode.Text("std");

  private static final Node ALLOCATOR =
      new NameNode.Standard("std::allocator", "std::allocator", "allocator");
  private static final Node BASIC_STRING =
      new NameNode.Standard("std::basic_string", "std::basic_string", "basic_string");
  private static final Node STRING =
      new NameNode.Standard(
          "std::string",
          "std::basic_string<char, std::char_traits<char>, std::allocator<char> >",
          "basic_string");
  private static final Node ISTREAM = stream("istream");
  private static final Node OSTREAM = stream("ostream");
  private static final Node IOSTREAM = stream("iostream");

  private final List<Node> candidates = new ArrayList<>();

  void add(Node candidate) {
    candidates.add(candidate);
  }

  int size() {
    return candidates.size();
  }

  /** Forgets what was added since {@link #size()} was {@code size}. */
  void truncate(int size) {
    candidates.subList(size, candidates.size()).clear();
  }

  /** Reads a {@code <substitution>}. */
  Node read(Cursor in) throws MalformedNameException {
    in.expect('S');
    char kind = in.next();
    return switch (kind) {
      case 't' -> STD;
      case 'a' -> ALLOCATOR;
      case 'b' -> BASIC_STRING;
      case 's' -> STRING;
      case 'i' -> ISTREAM;
      case 'o' -> OSTREAM;
      case 'd' -> IOSTREAM;
      default -> candidate(in, kind);
    };
  }

  /** {@code _} is the first candidate, {@code 0_} the second; numbers have base 36. */
  private Node candidate(Cursor in, char first) throws MalformedNameException {
    int index = 0;
    if (first != '_') {
      for (char c = first; c != '_'; c = in.next()) {
        boolean isDigit = Cursor.isDigit(c);
        if (index >= candidates.size() || (!isDigit && (c < 'A' || c > 'Z'))) {
          throw new MalformedNameException();
        }
        index = index * 36 + (isDigit ? c - '0' : c - 'A' + 10);
      }
      index++;
    }
    if (index >= candidates.size()) {
      throw new MalformedNameException();
    }
    return candidates.get(index);
  }

  private static Node stream(String name) {
    return new NameNode.Standard(
        "std::" + name, "std::basic_" + name + "<char, std::char_traits<char> >", "basic_" + name);
  }
}
