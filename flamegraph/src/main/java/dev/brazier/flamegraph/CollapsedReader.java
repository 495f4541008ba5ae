package dev.brazier.flamegraph;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads collapsed stacks: one stack a line, its frames root first and parted by {@code ;}, then a
 * space or tab and the count.
 *
 * <ul>
 *   <li>The text is UTF-8; what is not becomes U+FFFD. A byte order mark is skipped. Lines end in
 *       LF or CRLF, the last one also in nothing. A text that starts as gzip does is unpacked.
 *   <li>Lines that are blank or start with {@code #} are skipped.
 *   <li>A count is a whole number or one with a fraction, which is rounded. Larger sums than {@link
 *       Long#MAX_VALUE} stay there.
 *   <li>A frame's kind is told by the endings that async-profiler and {@code stackcollapse-*} use:
 *       {@code _[k]} kernel, {@code _[j]} and {@code _[1]} compiled at run time, {@code _[0]}
 *       interpreted, {@code _[i]} inlined. {@code _[w]}, a waker, has no kind here and stays in the
 *       name.
 *   <li>{@code [name tid=7]} is a thread. Any other name in brackets, such as {@code [unknown]} or
 *       {@code [libc.so.6]}, is an address without a name, and so is an empty name.
 *   <li>A stack of nothing but {@code [container]}, {@code [process]} and {@code [thread]} with
 *       count 0 says what the first rows of all stacks are; see {@link CollapsedWriter}.
 *   <li>A line that is no stack is skipped, counted and, for the first few, reported.
 * </ul>
 */
public final class CollapsedReader {
  /** The longest line that is taken, in bytes; a longer one is malformed. */
  static final int MAX_LINE = 16 << 20;

  private static final int FIRST_BUFFER = 128 << 10;

  private final CollapsedLines lines = new CollapsedLines();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private boolean skipping;

  private CollapsedReader() {}

  /**
   * Reads to the end of a stream and leaves it open.
   *
   * @throws IOException if the stream cannot be read, or is a gzip file that is damaged
   */
  public static CollapsedInput read(InputStream in) throws IOException {
    return new CollapsedReader().readAll(unpacked(in));
  }

  private CollapsedInput readAll(InputStream in) throws IOException {
    skipByteOrderMark(in);
    for (int count; (count = in.read(buffer, filled, buffer.length - filled)) >= 0; ) {
      int before = filled;
      filled += count;
      takeWholeLines(before);
      if (filled == buffer.length) {
        makeRoom();
      }
    }
    if (filled > 0 && !skipping) {
      buffer[filled++] = '\n';
      lines.take(buffer, filled);
    }
    return lines.result();
  }

  /** Hands all whole lines on; the bytes before {@code searched} hold no line end. */
  private void takeWholeLines(int searched) {
    int end = filled;
    while (end > searched && buffer[end - 1] != '\n') {
      end--;
    }
    if (end == searched) {
      return;
    }
    int start = 0;
    if (skipping) {
      while (buffer[start++] != '\n') {}
      skipping = false;
    }
    lines.take(buffer, start, end);
    filled -= end;
    System.arraycopy(buffer, end, buffer, 0, filled);
  }

  /** Makes the full buffer larger, or gives the line up that fills it. */
  private void makeRoom() {
    if (buffer.length < MAX_LINE) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
      return;
    }
    if (!skipping) {
      lines.tooLong(MAX_LINE);
    }
    skipping = true;
    filled = 0;
  }

  private void skipByteOrderMark(InputStream in) throws IOException {
    filled = in.readNBytes(buffer, 0, 3);
    boolean marked =
        filled == 3
            && buffer[0] == (byte) 0xEF
            && buffer[1] == (byte) 0xBB
            && buffer[2] == (byte) 0xBF;
    if (marked) {
      filled = 0;
    }
    takeWholeLines(0);
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    InputStream marked = in.markSupported() ? in : new BufferedInputStream(in, 512);
    marked.mark(2);
    int magic = marked.read() | marked.read() << 8;
    marked.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(marked, 64 << 10) : marked;
  }
}
