package dev.brazier.container.golang;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import dev.brazier.container.elf.MalformedElfException;
import java.nio.ByteBuffer;

/**
 * By how many bytes the stack pointer of each function lies below where it was at its first
 * instruction. Rows are pairs of numbers in groups of seven bits: how the delta differs from that
 * of the row before, and how far the row reaches.
 */
public final class StackDeltas {
  private static final int LONGEST_NUMBER = 5; // in bytes

  private final ByteBuffer bytes;
  private final int quantum;
  private int at;

  StackDeltas(ByteBuffer bytes, int quantum) {
    this.bytes = bytes;
    this.quantum = quantum;
  }

  /** Takes the rows of one function. */
  @FunctionalInterface
  public interface Rows {
    /**
     * A row.
     *
     * @param distance of its first instruction from the start of the function, in bytes
     * @param delta in bytes; negative where the function has no frame to speak of
     */
    void add(long distance, int delta);
  }

  /**
   * Reads the rows of one function.
   *
   * @param start the offset that the function tells
   * @param size the bytes of the function: no rows behind its end are read
   */
  public void read(int start, long size, Rows rows) throws MalformedElfException {
    at = start;
    int delta = -1;
    long distance = 0;
    while (distance < size) {
      int change = number();
      if (change == 0 && distance > 0) {
        return;
      }
      delta += (change >>> 1) ^ -(change & 1);
      rows.add(distance, delta);
      long length = Integer.toUnsignedLong(number()) * quantum;
      if (length == 0) {
        throw malformed("line table: a row without code");
      }
      distance += length;
    }
  }

  private int number() throws MalformedElfException {
    int number = 0;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      if (at < 0 || at >= bytes.limit()) {
        throw malformed("line table: a row lies outside of it");
      }
      int group = bytes.get(at++);
      number |= (group & 0x7f) << (7 * i);
      if (group >= 0) {
        return number;
      }
    }
    throw malformed("line table: a number that does not end");
  }
}
