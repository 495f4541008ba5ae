package dev.brazier.container.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A source over an open file, read with pread: no shared file position, no mapping. */
final class FileSource implements ByteSource {
  /**
   * The JDK copies a read into a heap buffer through a direct buffer of the same size and keeps
   * that buffer per thread for ever, so that one 10 MB read would cost 10 MB of resident memory.
   */
  private static final int LONGEST_READ = 256 * 1024;

  private final FileChannel channel;
  private final boolean owned;

  FileSource(FileChannel channel, boolean owned) {
    this.channel = channel;
    this.owned = owned;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    if (into.remaining() <= LONGEST_READ) {
      return channel.read(into, position);
    }
    int limit = into.limit();
    into.limit(into.position() + LONGEST_READ);
    try {
      return channel.read(into, position);
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public void close() throws IOException {
    if (owned) {
      channel.close();
    }
  }
}
