package dev.brazier.bpf;

import dev.brazier.bpf.UnwindLayout.UnwindRule;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of all tables, each stored once: the map {@code unwind_rules}. A rule keeps its number
 * for ever, because rows that refer to it may be anywhere: all programs of a distribution together
 * have some 4,000 different rules.
 */
final class RuleDictionary {
  /** The kernel rounds an array's values up to eight bytes. */
  static final int STRIDE = (UnwindRule.BYTES + 7) & ~7;

  private final ByteBuffer memory;
  private final int capacity;
  private final Map<WalkRule, Character> numbers = new HashMap<>();

  RuleDictionary(ByteBuffer memory) {
    this.memory = memory;
    this.capacity = Math.min(memory.capacity() / STRIDE, 1 << Character.SIZE);
  }

  int size() {
    return numbers.size();
  }

  int capacity() {
    return capacity;
  }

  /** How many of these rules have no number yet. */
  int unknown(List<WalkRule> rules) {
    Set<WalkRule> unknown = new HashSet<>(rules);
    unknown.removeAll(numbers.keySet());
    return unknown.size();
  }

  /**
   * Writes the rules that are new.
   *
   * @return the number of each, in the order given
   * @throws IllegalStateException when there is no room for them, see {@link #unknown}
   */
  char[] numbersOf(List<WalkRule> rules) {
    char[] all = new char[rules.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = numberOf(rules.get(i));
    }
    return all;
  }

  char numberOf(WalkRule rule) {
    Character known = numbers.get(rule);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    if (number == capacity) {
      throw new IllegalStateException("all " + capacity + " unwind rules are used");
    }
    rule.write(memory, number * STRIDE);
    numbers.put(rule, (char) number);
    return (char) number;
  }
}
