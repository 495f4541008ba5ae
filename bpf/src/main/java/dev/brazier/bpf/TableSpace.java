package dev.brazier.bpf;

import dev.brazier.bpf.FreeExtents.Extent;
import dev.brazier.bpf.UnwindTables.Shortage;
import dev.brazier.bpf.UnwindTables.Stored;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Which parts of the arrays no table uses. What a table gives back is used again only after a
 * while: a walk that has already looked its handle up may still read there.
 */
final class TableSpace {
  /** Far longer than any walk takes. */
  static final Duration GRACE = Duration.ofMillis(100);

  /** Rows and index entries are given out in pairs: two share a value of the kernel's arrays. */
  private static final int PAIR = 2;

  private final Part rows;
  private final Part index;
  private final Part slots;
  private final LongSupplier nanoClock;
  private final Queue<Returned> returned = new ArrayDeque<>();

  /** Slot 0 is never used: it stands for files without a table. */
  TableSpace(int rowPairs, int indexPairs, int slotCount, LongSupplier nanoClock) {
    rows = new Part(Shortage.ROWS, PAIR, new Extent(0, rowPairs), Place::rowPairs);
    index = new Part(Shortage.INDEX, PAIR, new Extent(0, indexPairs), Place::indexPairs);
    slots = new Part(Shortage.TABLES, 1, new Extent(1, slotCount - 1), Place::slots);
    this.nanoClock = nanoClock;
  }

  /** A table's place. */
  record Place(Extent slots, Extent rowPairs, Extent indexPairs) {

    int slot() {
      return slots.start();
    }

    int firstRow() {
      return PAIR * rowPairs.start();
    }

    int firstIndex() {
      return PAIR * indexPairs.start();
    }
  }

  private record Returned(Place place, long reusableNanos) {}

  /** One of the arrays. */
  private final class Part {
    private final Shortage shortage;
    private final int unit;
    private final FreeExtents free;
    private final Function<Place, Extent> extent;

    Part(Shortage shortage, int unit, Extent all, Function<Place, Extent> extent) {
      this.shortage = shortage;
      this.unit = unit;
      this.free = new FreeExtents(all);
      this.extent = extent;
    }

    private int units(int count) {
      return count / unit + count % unit;
    }

    Extent take(int count) {
      return free.take(units(count));
    }

    void giveBack(Place place) {
      free.giveBack(extent.apply(place));
    }

    private long capacity() {
      return (long) unit * free.capacity();
    }

    private long waiting() {
      long units = 0;
      for (Returned one : returned) {
        units += extent.apply(one.place).length();
      }
      return unit * units;
    }

    UnwindUsage.Share share() {
      return new UnwindUsage.Share(
          capacity() - (long) unit * free.available() - waiting(), capacity());
    }

    Optional<Stored.Full> lacks(int count) {
      return free.fits(units(count))
          ? Optional.empty()
          : Optional.of(new Stored.Full(shortage, count, capacity(), waiting()));
    }
  }

  /** Why a table cannot be placed now; empty when it can. */
  Optional<Stored.Full> lacks(int rowCount, int indexEntries) {
    reclaim();
    return rows.lacks(rowCount).or(() -> index.lacks(indexEntries)).or(() -> slots.lacks(1));
  }

  /**
   * Finds a place for a table.
   *
   * @throws IllegalStateException when there is none, see {@link #lacks}
   */
  Place take(int rowCount, int indexEntries) {
    return new Place(slots.take(1), rows.take(rowCount), index.take(indexEntries));
  }

  /** To be used again after {@link #GRACE}. */
  void giveBack(Place place) {
    returned.add(new Returned(place, nanoClock.getAsLong() + GRACE.toNanos()));
  }

  private void reclaim() {
    long now = nanoClock.getAsLong();
    for (Returned oldest = returned.peek();
        oldest != null && now - oldest.reusableNanos >= 0;
        oldest = returned.peek()) {
      rows.giveBack(oldest.place);
      index.giveBack(oldest.place);
      slots.giveBack(oldest.place);
      returned.remove();
    }
  }

  UnwindUsage.Share rows() {
    return rows.share();
  }

  UnwindUsage.Share index() {
    return index.share();
  }

  UnwindUsage.Share tables() {
    return slots.share();
  }
}
