package dev.brazier.agent.permission;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the test knows of one check of {@code brazier doctor}.
 *
 * @param id the check's
 * @param layers that refuse it, the first to be mended first; empty where it works
 * @param alsoNamed layers that may be named beside the one at fault, as they would be next
 */
record Expected(String id, List<String> layers, Set<String> alsoNamed) {

  /** Layers of which doctor names the one that is at fault first, and the other as well. */
  private static final Set<String> PAIR = Set.of("no-new-privileges", "capability-not-permitted");

  boolean works() {
    return layers.isEmpty();
  }

  /** Whether these are the layers to name. */
  boolean fits(List<String> named) {
    if (named.isEmpty() || layers.isEmpty()) {
      return named.isEmpty() && layers.isEmpty();
    }
    Set<String> allowed = new LinkedHashSet<>(layers);
    allowed.addAll(alsoNamed);
    if (layers.stream().anyMatch(PAIR::contains)) {
      allowed.addAll(PAIR);
    }
    return named.get(0).equals(layers.get(0))
        && named.containsAll(layers)
        && allowed.containsAll(named);
  }
}
