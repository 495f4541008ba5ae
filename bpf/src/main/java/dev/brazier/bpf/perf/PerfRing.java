package dev.brazier.bpf.perf;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the ring of a perf event: a page that says how far the kernel has written and how far we
 * have read, and the data after it. The kernel leaves out what would overwrite unread records.
 *
 * <p>Positions count bytes and never wrap. A position is read before what it announces, and written
 * after what it frees; fences say so, as the kernel asks for in {@code perf_event.h}.
 */
public final class PerfRing {
  /** {@code struct perf_event_mmap_page}. */
  static final int DATA_HEAD = 1024;

  static final int DATA_TAIL = 1032;

  private final ByteBuffer control;
  private final PerfRecord record;
  private final int bytes;
  private long position;
  private long end;
  private boolean standing;
  private long damaged;

  /**
   * Reads from a direct buffer.
   *
   * @param pages the whole mapping: one page, and data of a power of two
   */
  public PerfRing(ByteBuffer pages, int pageBytes, SampleFormat format) {
    control = pages.duplicate().order(ByteOrder.nativeOrder());
    ByteBuffer data =
        pages.duplicate().position(pageBytes).slice().asReadOnlyBuffer().order(control.order());
    if (Integer.bitCount(data.capacity()) != 1) {
      throw new IllegalArgumentException("a ring of " + data.capacity() + " bytes");
    }
    bytes = data.capacity();
    record = new PerfRecord(data, format);
    position = control.getLong(DATA_TAIL);
    end = position;
  }

  /** Looks how far the kernel has written; what it writes later waits for the next time. */
  void refresh() {
    end = control.getLong(DATA_HEAD);
    VarHandle.acquireFence();
    stand();
  }

  /** Whether the ring stands on a record. */
  boolean standing() {
    return standing;
  }

  /** The record that it stands on. */
  PerfRecord record() {
    return record;
  }

  /** Gives the record that it stands on back to the kernel, and moves to the next. */
  void advance() {
    position += record.bytes();
    release();
    stand();
  }

  private void stand() {
    long available = end - position;
    standing = available > 0 && available <= bytes && record.show(position, available);
    if (available != 0 && !standing) {
      // No length leads to the next record: begin anew with what comes.
      damaged++;
      position = end;
      release();
    }
  }

  private void release() {
    VarHandle.fullFence();
    control.putLong(DATA_TAIL, position);
  }

  /** How often what lay in the ring was no record; it was left out up to the end then. */
  public long damaged() {
    return damaged;
  }
}
