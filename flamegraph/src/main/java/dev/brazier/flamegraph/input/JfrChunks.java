package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The chunks that a recording of Flight Recorder consists of. The JDK's reader trusts what they say
 * of sizes and places, and reads in circles where these lead back; this makes sure of them first.
 */
final class JfrChunks {
  private static final int MAGIC = 0x464C5200;
  private static final int HEADER = 68;
  private static final int PACKED_NUMBERS = 1;

  /** A number of 64 bits takes so many bytes at most: 8 with 7 bits each and one with 8. */
  private static final int LONGEST_NUMBER = 9;

  private JfrChunks() {}

  /**
   * @throws MalformedInputException if the recording is cut short, unfinished or none
   */
  static void check(Path recording) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(recording.toFile(), "r")) {
      long length = file.length();
      if (length == 0) {
        throw new MalformedInputException("the recording is empty");
      }
      int number = 0;
      for (long start = 0; start < length; ) {
        number++;
        start += checkedSize(file, start, length, number);
      }
    }
  }

  private static long checkedSize(RandomAccessFile file, long start, long length, int number)
      throws IOException {
    if (length - start < HEADER) {
      throw new MalformedInputException(
          "the recording is cut short: chunk " + number + " ends early");
    }
    byte[] bytes = new byte[HEADER];
    file.seek(start);
    file.readFully(bytes);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getInt(0) != MAGIC) {
      throw new MalformedInputException("the recording is damaged: chunk " + number + " is none");
    }
    long size = header.getLong(8);
    if (size == 0) {
      throw new MalformedInputException(
          "the recording is not finished: stop it, or take a copy with `jcmd PID JFR.dump`");
    }
    if (size > length - start) {
      throw new MalformedInputException(
          "the recording is cut short: chunk " + number + " ends early");
    }
    long constants = header.getLong(16);
    long metadata = header.getLong(24);
    boolean inside =
        size >= HEADER
            && constants >= HEADER
            && constants < size
            && metadata >= HEADER
            && metadata < size;
    if (!inside) {
      throw new MalformedInputException(
          "the recording is damaged: the header of chunk " + number + " points outside of it");
    }
    if ((header.getInt(64) & PACKED_NUMBERS) != 0) {
      checkTables(file, start, start + constants, number);
    }
    return size;
  }

  /** Each table of names tells how far before it the one before begins; the first tells 0. */
  private static void checkTables(RandomAccessFile file, long start, long last, int number)
      throws IOException {
    long table = last;
    for (long distance = -1; distance != 0; table += distance) {
      distance = distance(file, table);
      if (distance > 0 || distance < start + HEADER - table) {
        throw new MalformedInputException(
            "the recording is damaged: the tables of chunk "
                + number
                + " do not lead to the first");
      }
    }
  }

  /** Before it are a table's size, type, time and duration. */
  private static long distance(RandomAccessFile file, long table) throws IOException {
    byte[] bytes = new byte[5 * LONGEST_NUMBER];
    file.seek(table);
    file.readFully(bytes, 0, (int) Math.min(bytes.length, file.length() - table));
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    for (int i = 0; i < 4; i++) {
      number(numbers);
    }
    return number(numbers);
  }

  /** The lowest bits come first; all bytes but the last have their highest bit set. */
  private static long number(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < 7 * LONGEST_NUMBER; shift += 7) {
      long next = bytes.get();
      boolean more = next < 0 && shift < 7 * (LONGEST_NUMBER - 1);
      number |= (more ? next & 0x7F : next & 0xFF) << shift;
      if (!more) {
        break;
      }
    }
    return number;
  }
}
