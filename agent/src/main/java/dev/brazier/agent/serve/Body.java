package dev.brazier.agent.serve;

import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** The bytes of a representation, which are given away once, as a whole or in part, or closed. */
sealed interface Body {

  /** How many bytes there are. */
  long length();

  /** Gives a part of it to netty, as a message that netty releases. */
  Object part(long start, long length);

  /** Gives it up; {@link #part} must not have been called. */
  void close() throws IOException;

  /** A file, which the kernel copies to the socket. */
  record OfFile(FileChannel channel, long length) implements Body {
    @Override
    public Object part(long start, long length) {
      return new DefaultFileRegion(channel, start, length);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Bytes in memory, which nobody changes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OfBytes(byte[] bytes) implements Body {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public Object part(long start, long length) {
      return Unpooled.wrappedBuffer(bytes, Math.toIntExact(start), Math.toIntExact(length));
    }

    @Override
    public void close() {}
  }
}
