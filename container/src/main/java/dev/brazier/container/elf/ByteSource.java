package dev.brazier.container.elf;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that can be read at any position: a file, an array, a piece of a process's memory.
 *
 * <p>Closing is idempotent and does nothing unless the source opened what it reads from.
 */
public interface ByteSource extends Closeable {

  /** The number of bytes there are now, in bytes; a file may grow or shrink between two calls. */
  long size() throws IOException;

  /**
   * Fills {@code into} from {@code position}, as far as one read goes.
   *
   * @param position the offset of the first byte, in bytes from the start, not negative
   * @param into where the bytes go; its position is advanced
   * @return the number of bytes read, or -1 at or behind the end
   */
  int read(long position, ByteBuffer into) throws IOException;

  @Override
  default void close() throws IOException {}

  /** Reads from an array, which is not copied and must not change. */
  static ByteSource of(byte[] bytes) {
    return new ByteArraySource(bytes);
  }

  /** Reads from a channel that stays the caller's: closing the source leaves it open. */
  static ByteSource of(FileChannel channel) {
    return new FileSource(channel, false);
  }

  /** Reads from a channel that the source closes when it is closed itself. */
  static ByteSource owning(FileChannel channel) {
    return new FileSource(channel, true);
  }

  /** Opens a file of the host for reading. Never hand it a path below a target's root. */
  static ByteSource open(Path file) throws IOException {
    return owning(FileChannel.open(file, StandardOpenOption.READ));
  }
}
