package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The chunks that a recording of Flight Recorder consists of. The JDK's reader trusts what their
 * headers say of sizes; this makes sure of it first.
 */
final class JfrChunks {
  private static final int MAGIC = 0x464C5200;
  private static final int HEADER = 68;

  private JfrChunks() {}

  /**
   * @throws MalformedInputException if the recording is cut short, unfinished or none
   */
  static void check(Path recording) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(recording.toFile(), "r")) {
      long length = file.length();
      int number = 0;
      for (long start = 0; start < length || number == 0; ) {
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
    return size;
  }
}
