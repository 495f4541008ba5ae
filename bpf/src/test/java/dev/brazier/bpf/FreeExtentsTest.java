package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.bpf.FreeExtents.Extent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FreeExtentsTest {
  private final FreeExtents free = new FreeExtents(new Extent(10, 100));

  @Test
  void takesTheLowestThatFits() {
    Extent first = free.take(10);
    Extent second = free.take(20);
    Extent third = free.take(5);
    assertThat(List.of(first, second, third))
        .containsExactly(new Extent(10, 10), new Extent(20, 20), new Extent(40, 5));
    free.giveBack(first);
    free.giveBack(third);

    assertThat(free.take(11)).isEqualTo(new Extent(40, 11));
    assertThat(free.take(4)).isEqualTo(new Extent(10, 4));
    assertThat(free.take(6)).isEqualTo(new Extent(14, 6));
  }

  @Test
  void joinsNeighboursInAnyOrder() {
    Extent first = free.take(30);
    Extent second = free.take(30);
    Extent third = free.take(40);
    assertThat(free.fits(1)).isFalse();

    free.giveBack(first);
    free.giveBack(third);
    assertThat(free.available()).isEqualTo(70);
    assertThat(free.fits(41)).isFalse();
    free.giveBack(second);

    assertThat(free.take(100)).isEqualTo(new Extent(10, 100));
  }

  @Test
  void refusesWhatIsFreeAlready() {
    Extent taken = free.take(30);
    free.take(10);
    free.giveBack(taken);

    assertThatThrownBy(() -> free.giveBack(taken)).hasMessageContaining("is free already");
    assertThatThrownBy(() -> free.giveBack(new Extent(35, 6)))
        .hasMessageContaining("is free already");
    assertThatThrownBy(() -> free.giveBack(new Extent(0, 11)))
        .hasMessageContaining("is free already");
    assertThat(free.available()).isEqualTo(90);
  }

  @Test
  void refusesWhatDoesNotFit() {
    free.take(60);

    assertThatThrownBy(() -> free.take(41)).isInstanceOf(IllegalStateException.class);
    assertThat(free.available()).isEqualTo(40);
  }

  @Test
  void refusesExtentsThatAreNone() {
    assertThatThrownBy(() -> new Extent(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Extent(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Extent(2, Integer.MAX_VALUE - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverGivesAnythingTwiceAndGetsAllBack() {
    Random random = new Random(11);
    for (int round = 0; round < 100; round++) {
      int capacity = 1 + random.nextInt(500);
      FreeExtents extents = new FreeExtents(new Extent(0, capacity));
      BitSet used = new BitSet();
      List<Extent> taken = new ArrayList<>();
      for (int step = 0; step < 300; step++) {
        int length = 1 + random.nextInt(40);
        if (random.nextInt(5) > 1) {
          takeIfItFits(extents, length, used, capacity).ifPresent(taken::add);
        } else if (!taken.isEmpty()) {
          giveBack(extents, taken.remove(random.nextInt(taken.size())), used);
        }
        assertThat(extents.available()).isEqualTo(capacity - used.cardinality());
      }
      taken.forEach(extent -> giveBack(extents, extent, used));
      assertThat(extents.take(capacity)).isEqualTo(new Extent(0, capacity));
    }
  }

  private static Optional<Extent> takeIfItFits(
      FreeExtents extents, int length, BitSet used, int capacity) {
    int lowest = lowestGap(used, length, capacity);
    assertThat(extents.fits(length)).isEqualTo(lowest >= 0);
    if (lowest < 0) {
      return Optional.empty();
    }
    Extent extent = extents.take(length);
    assertThat(extent).isEqualTo(new Extent(lowest, length));
    used.set(extent.start(), extent.end());
    return Optional.of(extent);
  }

  /** Where the first run of that many unused numbers begins, or -1. */
  private static int lowestGap(BitSet used, int length, int capacity) {
    for (int start = used.nextClearBit(0); start + length <= capacity; ) {
      int next = used.nextSetBit(start);
      if (next < 0 || next - start >= length) {
        return start;
      }
      start = used.nextClearBit(next);
    }
    return -1;
  }

  private static void giveBack(FreeExtents extents, Extent extent, BitSet used) {
    extents.giveBack(extent);
    used.clear(extent.start(), extent.end());
  }
}
