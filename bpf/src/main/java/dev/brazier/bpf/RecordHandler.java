package dev.brazier.bpf;

import java.nio.ByteBuffer;

/** Receives the records of a {@link RingBuffer}. */
@FunctionalInterface
public interface RecordHandler {
  /**
   * One record, from the buffer's position to its limit, read-only, in native byte order. The
   * buffer is a window into the ring that moves on after the call: copy what must last, never keep
   * the buffer.
   */
  void record(ByteBuffer record);
}
