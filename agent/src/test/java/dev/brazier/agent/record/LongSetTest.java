package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LongSetTest {

  @Test
  void agreesWithAHashSet() {
    Random random = new Random(2);
    Set<Long> expected = new HashSet<>();
    LongSet set = new LongSet();
    for (int i = 0; i < 100_000; i++) {
      long value = 1 + random.nextInt(30_000) * 0x1_0000_0001L;
      assertThat(set.add(value)).isEqualTo(expected.add(value));
    }
  }
}
