package dev.brazier.flamegraph;

import java.util.Objects;

/**
 * How two profiles are compared in a picture.
 *
 * @param before what the reader knows the first profile by
 * @param after what the reader knows the second one by
 * @param normalised whether counts before are scaled so that both sides have equal totals
 */
public record Comparison(String before, String after, boolean normalised) {
  public Comparison {
    Objects.requireNonNull(before);
    Objects.requireNonNull(after);
  }
}
