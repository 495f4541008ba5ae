package dev.brazier.agent.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Capabilities of a process.
 *
 * @param bits bit n is capability n
 */
public record CapabilitySet(long bits) {

  static final CapabilitySet NONE = new CapabilitySet(0);
  static final CapabilitySet ALL = new CapabilitySet((1L << Capability.values().length) - 1);

  static CapabilitySet of(Capability... capabilities) {
    return new CapabilitySet(
        Arrays.stream(capabilities).mapToLong(Capability::bit).reduce(0, (a, b) -> a | b));
  }

  /** From a line of {@code /proc/PID/status}; what is no number holds nothing. */
  static CapabilitySet parse(String hexadecimal) {
    try {
      return new CapabilitySet(Long.parseUnsignedLong(hexadecimal.strip(), 16));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }

  boolean has(Capability capability) {
    return (bits & capability.bit()) != 0;
  }

  /**
   * By ascending bit; capabilities of a later kernel are called by their number, {@code CAP_41}.
   */
  List<String> names() {
    Capability[] known = Capability.values();
    return IntStream.range(0, Long.SIZE)
        .filter(bit -> (bits >>> bit & 1) != 0)
        .mapToObj(bit -> bit < known.length ? known[bit].name() : "CAP_" + bit)
        .toList();
  }
}
