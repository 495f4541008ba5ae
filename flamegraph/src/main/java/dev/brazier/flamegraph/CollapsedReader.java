package dev.brazier.flamegraph;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
  private final LineBlocks blocks;

  private CollapsedReader(InputStream in, int blockSize) {
    blocks = new LineBlocks(in, blockSize);
  }

  /**
   * Reads to the end of a stream and leaves it open. A second thread takes its share of a text of
   * more than 256 KiB, which changes nothing in the result.
   *
   * @throws IOException if the stream cannot be read, or is a gzip file that is damaged
   */
  public static CollapsedInput read(InputStream in) throws IOException {
    return read(in, LineBlocks.USUAL_SIZE);
  }

  static CollapsedInput read(InputStream in, int blockSize) throws IOException {
    return new CollapsedReader(unpacked(in), blockSize).readAll();
  }

  private CollapsedInput readAll() throws IOException {
    LineBlocks.Block first = new LineBlocks.Block();
    blocks.next(first);
    List<Callable<CollapsedLines>> parts = new ArrayList<>();
    parts.add(() -> takeBlocks(first));
    while (parts.size() < SharedWork.parts() && !blocks.isAtEnd()) {
      parts.add(() -> takeBlocks(new LineBlocks.Block()));
    }
    return CollapsedLines.merged(SharedWork.results(parts), blocks);
  }

  /** What each thread does: takes a block, and then others as long as there are any. */
  private CollapsedLines takeBlocks(LineBlocks.Block block) throws IOException {
    CollapsedLines lines = new CollapsedLines();
    try {
      do {
        lines.take(block);
      } while (blocks.next(block));
      return lines;
    } finally {
      // When this thread fails the others need not go on.
      blocks.close();
    }
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    InputStream marked = in.markSupported() ? in : new BufferedInputStream(in, 512);
    marked.mark(2);
    int magic = marked.read() | marked.read() << 8;
    marked.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(marked, 64 << 10) : marked;
  }
}
