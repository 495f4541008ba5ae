package dev.brazier.bpf;

import java.nio.file.Path;

/** A cgroup directory held open, by which the kernel is told which cgroup is meant. */
public final class CgroupHandle implements AutoCloseable {
  private final LibC libc;
  private final Path directory;
  private final int fd;
  private boolean closed;

  private CgroupHandle(LibC libc, Path directory, int fd) {
    this.libc = libc;
    this.directory = directory;
    this.fd = fd;
  }

  /**
   * Opens the directory.
   *
   * @throws BpfException when it cannot be opened
   */
  public static CgroupHandle open(Path directory) {
    LibC libc = NativeLibraries.libC();
    int fd = libc.open(directory.toString(), LibC.O_RDONLY | LibC.O_CLOEXEC);
    if (fd < 0) {
      throw new BpfException("open cgroup " + directory, Failures.lastErrno(), "", "");
    }
    return new CgroupHandle(libc, directory, fd);
  }

  int fd() {
    if (closed) {
      throw new IllegalStateException(this + " is closed");
    }
    return fd;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      libc.close(fd);
    }
  }

  @Override
  public String toString() {
    return "cgroup " + directory;
  }
}
