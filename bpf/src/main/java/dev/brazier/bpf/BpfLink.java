package dev.brazier.bpf;

/** A program attached to something; closing it detaches. */
public final class BpfLink implements AutoCloseable {
  private final BpfObject object;
  private final String operation;
  private final Libbpf.LinkHandle handle;
  private boolean closed;

  BpfLink(BpfObject object, String operation, Libbpf.LinkHandle handle) {
    this.object = object;
    this.operation = operation;
    this.handle = handle;
  }

  /**
   * Begins an iteration, of a program attached as an iterator.
   *
   * @return a descriptor to read what the program writes, to be closed by the caller
   * @throws BpfException when the kernel refuses
   */
  int iterate() {
    Libbpf libbpf = object.libraries().libbpf();
    int fd = libbpf.bpf_iter_create(libbpf.bpf_link__fd(handle));
    String words = object.libraries().words().take();
    if (fd < 0) {
      throw Failures.bpf("iterate: " + operation, -fd, words);
    }
    return fd;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    object.disown(this);
    int result = object.libraries().libbpf().bpf_link__destroy(handle);
    String words = object.libraries().words().take();
    if (result < 0) {
      throw new BpfException("undo: " + operation, -result, "", words);
    }
  }

  /** What was attached to what. */
  @Override
  public String toString() {
    return operation;
  }
}
