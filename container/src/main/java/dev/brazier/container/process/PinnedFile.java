package dev.brazier.container.process;

import dev.brazier.container.elf.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A target's file that is held: its content stays readable after its process, its container and its
 * name are gone. Only where the budget of open files is exceeded is it closed and opened again on
 * the next read, which fails with {@link FileGoneException} when there is no way to it any more.
 *
 * <p>One object stands for one file, whoever maps it: who keeps the table of files closes it. All
 * methods may be called by any thread, but a thread that is interrupted while it reads makes Java
 * close the channel, which an unlinked file does not survive.
 */
public final class PinnedFile implements AutoCloseable {
  private final FilePinner pinner;
  private final FileRequest request;
  private final Candidate place;
  private final FileIdentity identity;
  private final AtomicBoolean closed = new AtomicBoolean();

  PinnedFile(FilePinner pinner, FileRequest request, Candidate place, FileIdentity identity) {
    this.pinner = pinner;
    this.request = request;
    this.place = place;
    this.identity = identity;
  }

  /** Size, inode and times when it was opened. */
  public FileIdentity identity() {
    return identity;
  }

  /** The path as the target sees it; through a host mount, as the host does. */
  public String path() {
    return place.shown();
  }

  public OpenedThrough openedThrough() {
    return place.way();
  }

  /** What was asked for when it was first found. */
  public FileRequest request() {
    return request;
  }

  /** The content. Closing the source does nothing: the file is closed as a whole. */
  public ByteSource bytes() {
    return new PinnedBytes();
  }

  /**
   * Whether the content is still what it was when it was opened, as far as can be seen: writing
   * into a file (instead of renaming a new one over it) changes its size or its times.
   */
  public boolean unchanged() throws IOException {
    if (sizeNow() != identity.size()) {
      return false;
    }
    try {
      FileIdentity now = place.facts().identity();
      boolean another = now.inode() != identity.inode() || !now.device().equals(identity.device());
      return another || now.sameFile(identity);
    } catch (IOException unreachable) {
      return true;
    }
  }

  /** Lets go of the file; reads fail from now on. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pinner.forget(this);
    }
  }

  boolean isClosed() {
    return closed.get();
  }

  FileChannel reopen() throws IOException {
    if (closed.get()) {
      throw new FileGoneException("read " + path() + ": the file was closed");
    }
    return pinner.openAgain(request, place, identity);
  }

  private long sizeNow() throws IOException {
    FileChannel channel = pinner.openFiles().acquire(this);
    try {
      return channel.size();
    } finally {
      pinner.openFiles().release(this, channel);
    }
  }

  private final class PinnedBytes implements ByteSource {
    @Override
    public long size() {
      return identity.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      FileChannel channel = pinner.openFiles().acquire(PinnedFile.this);
      try {
        return ByteSource.of(channel).read(position, into);
      } finally {
        pinner.openFiles().release(PinnedFile.this, channel);
      }
    }
  }
}
