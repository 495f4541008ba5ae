package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A text in pieces of whole lines. Every line ends in LF, the last one too, whatever the text does;
 * a CR before it stays. A byte order mark is left out.
 */
final class TextChunks {
  /** The size from which the rest of a line is left out. */
  static final int MAX_LINE = 16 << 20;

  private static final int FIRST_BUFFER = 256 << 10;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private int end;
  private boolean started;
  private boolean ended;
  private boolean cutting;
  private long cutLines;

  TextChunks(InputStream in) {
    this.in = in;
  }

  /** Reads on. False at the end; else {@link #text} holds the next lines, up to {@link #end}. */
  boolean next() throws IOException {
    filled -= end;
    System.arraycopy(buffer, end, buffer, 0, filled);
    end = 0;
    while (end == 0 && !ended) {
      if (filled == buffer.length) {
        makeRoom();
      }
      int searched = filled;
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        endLastLine();
      } else {
        filled += count;
        skipByteOrderMark();
        dropRestOfCutLine(searched);
        findEnd(Math.min(searched, filled));
      }
    }
    return end > 0;
  }

  /** Takes each line that is left as text, without its line end. */
  void forEachLine(Consumer<String> taker) throws IOException {
    while (next()) {
      for (int start = 0, lineEnd; start < end; start = lineEnd + 1) {
        lineEnd = start;
        while (buffer[lineEnd] != '\n') {
          lineEnd++;
        }
        boolean returned = lineEnd > start && buffer[lineEnd - 1] == '\r';
        int length = lineEnd - start - (returned ? 1 : 0);
        taker.accept(new String(buffer, start, length, StandardCharsets.UTF_8));
      }
    }
  }

  byte[] text() {
    return buffer;
  }

  int end() {
    return end;
  }

  /** Says of how many lines the rest was left out. */
  void noteCutLines(Harvest harvest) {
    if (cutLines > 0) {
      harvest.note(cutLines + " lines were longer than 16 MiB and were cut");
    }
  }

  private void findEnd(int searched) {
    int at = filled;
    while (at > searched && buffer[at - 1] != '\n') {
      at--;
    }
    end = at > searched ? at : 0;
  }

  private void endLastLine() {
    ended = true;
    if (filled > 0) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, filled + 1);
      }
      buffer[filled++] = '\n';
      end = filled;
    }
  }

  /** Makes the full buffer larger, or ends the line that fills it. */
  private void makeRoom() {
    if (buffer.length < MAX_LINE) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    } else {
      cutLines += cutting ? 0 : 1;
      cutting = true;
      filled = MAX_LINE - FIRST_BUFFER;
    }
  }

  private void dropRestOfCutLine(int searched) {
    if (!cutting) {
      return;
    }
    int at = searched;
    while (at < filled && buffer[at] != '\n') {
      at++;
    }
    cutting = at == filled;
    System.arraycopy(buffer, at, buffer, searched, filled - at);
    filled -= at - searched;
  }

  private void skipByteOrderMark() throws IOException {
    if (started) {
      return;
    }
    started = true;
    while (filled < 3) {
      int count = in.read(buffer, filled, 3 - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    boolean marked =
        filled >= 3
            && buffer[0] == (byte) 0xEF
            && buffer[1] == (byte) 0xBB
            && buffer[2] == (byte) 0xBF;
    if (marked) {
      filled -= 3;
      System.arraycopy(buffer, 3, buffer, 0, filled);
    }
  }
}
