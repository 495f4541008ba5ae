package dev.brazier.bpf;

import com.sun.jna.Memory;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Reads which files are mapped as code now, with the identity that samples will know them by. */
final class MappingScan {
  static final String PROGRAM = "list_mappings";

  /** The kernel hands over whole records only, as many as fit. */
  private static final int CHUNK = 64 << 10;

  private final BpfObject object;

  MappingScan(BpfObject object) {
    this.object = object;
  }

  /**
   * Hands over each file, and the vdso, that has not been handed over and that no sample has met.
   *
   * @throws BpfException when the kernel refuses
   */
  void read(Consumer<FileSighting> files) {
    NativeLibraries libraries = object.libraries();
    try (BpfLink link = object.program(PROGRAM).attachIterator();
        Memory chunk = new Memory(CHUNK)) {
      int fd = link.iterate();
      try {
        for (long length = read(libraries, fd, chunk);
            length > 0;
            length = read(libraries, fd, chunk)) {
          decode(chunk, (int) length, files);
        }
      } finally {
        libraries.libc().close(fd);
      }
    }
  }

  private static long read(NativeLibraries libraries, int fd, Memory chunk) {
    long length = libraries.libc().read(fd, chunk, chunk.size());
    while (length < 0 && isTransient(Failures.lastErrno())) {
      length = libraries.libc().read(fd, chunk, chunk.size());
    }
    if (length < 0) {
      throw Failures.bpf("read the mappings of all processes", Failures.lastErrno(), "");
    }
    return length;
  }

  /** The kernel gives up after a million steps without a record, and goes on at the next read. */
  private static boolean isTransient(int errno) {
    return errno == Errno.EAGAIN || errno == Errno.EINTR;
  }

  private static void decode(Memory chunk, int length, Consumer<FileSighting> files) {
    int record = SampleLayout.FileRequest.BYTES;
    for (int at = 0; at + record <= length; at += record) {
      FileSighting.decode(chunk.getByteBuffer(at, record).order(ByteOrder.LITTLE_ENDIAN))
          .ifPresent(files);
    }
  }
}
