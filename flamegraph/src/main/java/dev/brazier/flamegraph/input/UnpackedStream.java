package dev.brazier.flamegraph.input;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file without the gzip or Zstandard around it, of which there may be several layers. */
final class UnpackedStream extends BufferedInputStream {
  /** How much of the content {@link #head} shows. */
  static final int HEAD = 64 << 10;

  private static final int BUFFER = 128 << 10;
  private static final int MOST_LAYERS = 3;
  private static final int ZSTD_MAGIC = 0xFD2FB528;

  private UnpackedStream(InputStream content) {
    super(content, HEAD);
  }

  /**
   * Starts to read a file.
   *
   * @throws MalformedInputException if it is packed and damaged, as all that reads it then may
   */
  static UnpackedStream of(InputStream in) throws IOException {
    UnpackedStream content = new UnpackedStream(in);
    for (int layer = 0; layer < MOST_LAYERS; layer++) {
      int magic = content.magic();
      if ((magic & 0xFFFF) == GZIPInputStream.GZIP_MAGIC) {
        content = new UnpackedStream(gzip(content));
      } else if (magic == ZSTD_MAGIC) {
        content = new UnpackedStream(new Unpacking(new ZstdInputStream(content), "zstd"));
      } else {
        break;
      }
    }
    return content;
  }

  /** The next bytes, fewer only where the file ends; they will be read again. */
  byte[] head() throws IOException {
    return peek(HEAD);
  }

  private int magic() throws IOException {
    byte[] start = peek(4);
    int magic = 0;
    for (int i = 0; i < start.length; i++) {
      magic |= (start[i] & 0xFF) << (8 * i);
    }
    return magic;
  }

  private byte[] peek(int length) throws IOException {
    mark(length);
    byte[] start = readNBytes(length);
    reset();
    return start;
  }

  private static InputStream gzip(InputStream packed) throws IOException {
    try {
      return new Unpacking(new GZIPInputStream(new Patient(packed), BUFFER), "gzip");
    } catch (EOFException | ZipException e) {
      throw Unpacking.failure(e, "gzip");
    }
  }

  /** Says what is wrong with a packed file in words for its reader. */
  private static final class Unpacking extends FilterInputStream {
    /** The only word of aircompressor about a stream that ends too early. */
    private static final String ZSTD_CUT = "Not enough input bytes";

    private final String packing;

    Unpacking(InputStream unpacker, String packing) {
      super(unpacker);
      this.packing = packing;
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException | RuntimeException e) {
        throw failure(e, packing);
      }
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        return in.read(bytes, from, length);
      } catch (IOException | RuntimeException e) {
        throw failure(e, packing);
      }
    }

    /** What to throw: a stream that cannot be read fails as it does. */
    static IOException failure(Exception e, String packing) {
      if (e instanceof EOFException || ZSTD_CUT.equals(e.getMessage())) {
        return new MalformedInputException("the " + packing + " file is cut short", e);
      }
      if (e instanceof ZipException || e instanceof RuntimeException) {
        return new MalformedInputException(
            "the " + packing + " file is damaged: " + e.getMessage(), e);
      }
      return (IOException) e;
    }
  }

  /**
   * A stream that waits before it says that nothing is there. A gzip file may have several members;
   * the JDK looks for the next one only where {@code available} is not 0, which for a pipe only
   * means that its writer is slower.
   */
  private static final class Patient extends PushbackInputStream {
    Patient(InputStream in) {
      super(in, 1);
    }

    @Override
    public int available() throws IOException {
      int ready = super.available();
      if (ready > 0) {
        return ready;
      }
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return 1;
    }
  }
}
