package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The names of generated code that a runtime writes to {@code /tmp/perf-PID.map}: lines of {@code
 * START SIZE NAME}, the numbers hexadecimal with or without {@code 0x}, the name up to the end of
 * the line (tools/perf/Documentation/jit-interface.txt of the Linux sources).
 *
 * <p>The file only grows while the process lives, and a runtime reuses addresses: the later line
 * wins wherever two overlap. A last line without its end is still being written and waits. Finding
 * the file, and telling whether it is the process's own, is the caller's part.
 *
 * <p>Used by one thread.
 */
public final class PerfMap {
  private static final int READ = 64 * 1024;
  private static final int MOST_NAME_BYTES = 32 << 20;
  private static final int MOST_ENTRIES = 1 << 20;
  private static final int LONGEST_NAME = 8 * 1024;

  private GeneratedCode code = new GeneratedCode();
  private long position;
  private boolean torn;
  private long malformedLines;
  private long leftOutLines;

  /** A line longer than the buffer is passed over up to its end. */
  private boolean skipping;

  /**
   * How reading went so far.
   *
   * @param entries the lines in use; those that later lines cover whole may be dropped
   * @param tornLines 1 while the file ends in the middle of a line, else 0
   * @param malformedLines lines of another shape
   * @param leftOutLines lines beyond a million or 32 MB of names
   */
  public record Statistics(int entries, int tornLines, long malformedLines, long leftOutLines) {}

  /**
   * Reads what was added since the last time; the whole file if it has become shorter, as then it
   * is another one.
   *
   * @return whether there was anything new
   */
  public boolean update(ByteSource file) throws IOException {
    long size = file.size();
    if (size < position) {
      code = new GeneratedCode();
      position = 0;
      skipping = false;
      malformedLines = 0;
      leftOutLines = 0;
    }
    long before = position;
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ, Math.max(size - position, 1)));
    while (position < size) {
      int read = file.read(position, buffer.clear());
      int consumed = read <= 0 ? 0 : addLines(buffer.array(), read);
      if (consumed == 0 && read == READ) {
        skipping = true;
        consumed = read;
      }
      if (consumed == 0) {
        break;
      }
      position += consumed;
    }
    torn = skipping || position < size;
    return position > before;
  }

  /** The name at a runtime address. */
  public Symbolization symbolize(long runtimeAddress) {
    int entry = code.find(runtimeAddress);
    return entry < 0
        ? new Symbolization.Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS)
        : new Symbolization.Named(
            code.name(entry), runtimeAddress - code.start(entry), SymbolSource.PERF_MAP);
  }

  /** The counts so far. */
  public Statistics statistics() {
    return new Statistics(code.size(), torn ? 1 : 0, malformedLines, leftOutLines);
  }

  /** The memory the map occupies, in bytes. */
  public long memory() {
    return code.memory();
  }

  private int addLines(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        addLine(bytes, start, i);
        start = i + 1;
      }
    }
    return start;
  }

  private void addLine(byte[] bytes, int from, int end) {
    if (skipping) {
      skipping = false;
      malformedLines++;
      return;
    }
    Line line = new Line(bytes, from, end);
    long start = line.hex();
    long size = line.hex();
    int name = line.at;
    if (!line.sound || name >= end || size <= 0 || start + size < start) {
      malformedLines += from == end ? 0 : 1;
    } else if (code.size() == MOST_ENTRIES || code.nameBytes() > MOST_NAME_BYTES) {
      leftOutLines++;
    } else {
      code.add(start, size, bytes, name, Math.min(end - name, LONGEST_NAME));
    }
  }

  /** Two hexadecimal numbers, each followed by blanks. */
  private static final class Line {
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean sound = true;

    Line(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    /** Addresses are those of user space: below 2^60. */
    private long hex() {
      if (at + 1 < end && bytes[at] == '0' && (bytes[at + 1] | 0x20) == 'x') {
        at += 2;
      }
      int first = at;
      long number = 0;
      for (int digit; at < end && (digit = Character.digit(bytes[at], 16)) >= 0; at++) {
        sound &= number >>> 56 == 0;
        number = number << 4 | digit;
      }
      sound &= at > first && at < end && bytes[at] == ' ';
      while (at < end && bytes[at] == ' ') {
        at++;
      }
      return number;
    }
  }
}
