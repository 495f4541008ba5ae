package dev.brazier.flamegraph;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A text in blocks of whole lines, for several threads: each takes the next block, and while it
 * works on it the others may take theirs.
 *
 * <p>Every line ends in LF, the last one too, whatever the text does. A byte order mark is left
 * out.
 */
final class LineBlocks {
  /** The longest line that is taken, in bytes; of a longer one only the fact is told. */
  static final int MAX_LINE = 16 << 20;

  /** How much a block takes where no line is longer, in bytes. */
  static final int USUAL_SIZE = 256 << 10;

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int blockSize;

  /** The start of a line, read behind the last block. */
  private byte[] rest = {};

  private boolean ended;
  private int blocks;

  /** For each block how many lines its taker counted in it. */
  private long[] lines = new long[64];

  LineBlocks(InputStream in, int blockSize) {
    this.in = in;
    this.blockSize = blockSize;
  }

  /** Whole lines, the room for them, and what their taker tells about them. */
  static final class Block {
    private byte[] text = {};
    private int start;
    private int end;
    private int number = -1;
    private long lines;
    private boolean tooLong;

    byte[] text() {
      return text;
    }

    int start() {
      return start;
    }

    /** Just behind the last line end. */
    int end() {
      return end;
    }

    /** The block's place in the text, from 0. */
    int number() {
      return number;
    }

    /** Whether this stands for one line that is longer than {@link #MAX_LINE}, and is empty. */
    boolean isTooLong() {
      return tooLong;
    }

    /** Says that there is one more line in it. */
    void countLine() {
      lines++;
    }

    /** How many lines were counted so far. */
    long lines() {
      return lines;
    }

    private void start(int newNumber, byte[] beginning, int size) {
      if (text.length <= beginning.length) {
        text = new byte[Math.max(size, beginning.length * 2)];
      }
      System.arraycopy(beginning, 0, text, 0, beginning.length);
      start = 0;
      end = beginning.length;
      number = newNumber;
      lines = 0;
      tooLong = false;
    }
  }

  /**
   * Fills a block with the next lines. What its taker counted in the block before is kept.
   *
   * @return false at the end of the text, or when it was closed
   */
  synchronized boolean next(Block block) throws IOException {
    if (block.number >= 0) {
      lines[block.number] = block.lines;
    }
    if (isAtEnd()) {
      return false;
    }
    if (blocks == lines.length) {
      lines = Arrays.copyOf(lines, blocks * 2);
    }
    block.start(blocks++, rest, blockSize);
    rest = new byte[0];
    fill(block);
    if (block.number == 0 && startsWithMark(block)) {
      block.start = MARK.length;
    }
    return block.end > block.start || block.tooLong;
  }

  /** Whether there are no more blocks to take. */
  synchronized boolean isAtEnd() {
    return ended && rest.length == 0;
  }

  /** Ends the text for every thread, as there is no use in reading on. */
  synchronized void close() {
    ended = true;
    rest = new byte[0];
  }

  /** How many lines there are before a block, once all of those were taken and worked on. */
  synchronized long linesBefore(int block) {
    return Arrays.stream(lines, 0, block).sum();
  }

  /** How many lines the text has, once all blocks were taken and worked on. */
  synchronized long lines() {
    return linesBefore(blocks);
  }

  private void fill(Block block) throws IOException {
    for (int searched = block.end; ; searched = block.end) {
      block.end += read(block.text, block.end);
      if (ended) {
        endLastLine(block);
        return;
      }
      int lineEnd = behindLastLine(block.text, searched, block.end);
      if (lineEnd > 0) {
        rest = Arrays.copyOfRange(block.text, lineEnd, block.end);
        block.end = lineEnd;
        return;
      }
      if (block.text.length >= MAX_LINE) {
        skipLine(block);
        return;
      }
      block.text = Arrays.copyOf(block.text, block.text.length * 2);
    }
  }

  /** Fills an array from a place on, to its end unless the text ends before. */
  private int read(byte[] text, int from) throws IOException {
    int room = ended ? 0 : text.length - from;
    int count = in.readNBytes(text, from, room);
    ended |= count < room;
    return count;
  }

  private static int behindLastLine(byte[] text, int from, int to) {
    int at = to;
    while (at > from && text[at - 1] != '\n') {
      at--;
    }
    return at > from ? at : 0;
  }

  /** Gives up the line that fills the block, and reads up to its end. */
  private void skipLine(Block block) throws IOException {
    block.tooLong = true;
    block.end = 0;
    while (!ended) {
      int count = read(block.text, 0);
      for (int at = 0; at < count; at++) {
        if (block.text[at] == '\n') {
          rest = Arrays.copyOfRange(block.text, at + 1, count);
          return;
        }
      }
    }
  }

  private static void endLastLine(Block block) {
    if (block.end > 0 && block.text[block.end - 1] != '\n') {
      if (block.end == block.text.length) {
        block.text = Arrays.copyOf(block.text, block.end + 1);
      }
      block.text[block.end++] = '\n';
    }
  }

  private static boolean startsWithMark(Block block) {
    return block.end >= MARK.length
        && Arrays.equals(block.text, 0, MARK.length, MARK, 0, MARK.length);
  }
}
