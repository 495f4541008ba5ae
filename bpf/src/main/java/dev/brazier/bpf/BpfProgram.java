package dev.brazier.bpf;

import com.sun.jna.Memory;
import org.jspecify.annotations.Nullable;

/** A loaded program; it runs once it is attached. It lives as long as its {@link BpfObject}. */
public final class BpfProgram {
  /** {@code struct bpf_test_run_opts} of libbpf 1.0, which goes by the size in its first word. */
  private static final int TEST_RUN_BYTES = 80;

  private static final int TEST_RUN_CONTEXT = 32;
  private static final int TEST_RUN_CONTEXT_SIZE = 48;

  /** {@code struct bpf_raw_tracepoint_args} of {@code kernel.h}. */
  private static final int TRACEPOINT_ARGUMENTS = 2;

  private final BpfObject object;
  private final String name;
  private final Libbpf.ProgramHandle handle;

  BpfProgram(BpfObject object, String name, Libbpf.ProgramHandle handle) {
    this.object = object;
    this.name = name;
    this.handle = handle;
  }

  /** The name of the C function. */
  public String name() {
    return name;
  }

  /** The kernel's file descriptor of the program, good until the object is closed. */
  public int fd() {
    object.requireLoaded();
    return object.libraries().libbpf().bpf_program__fd(handle);
  }

  /**
   * Attaches to what its section name says: {@code raw_tp/sched_process_exit}.
   *
   * @throws BpfException when the section name says nothing or the kernel refuses
   */
  public BpfLink attach() {
    Libbpf libbpf = begin();
    return link("attach " + name, libbpf.bpf_program__attach(handle));
  }

  /**
   * Attaches to a raw tracepoint.
   *
   * @param tracepoint without its group, {@code sched_process_exit}
   */
  public BpfLink attachRawTracepoint(String tracepoint) {
    Libbpf libbpf = begin();
    return link(
        "attach " + name + " to raw tracepoint " + tracepoint,
        libbpf.bpf_program__attach_raw_tracepoint(handle, tracepoint));
  }

  /**
   * Runs the program at each overflow of a perf event and starts the event. From here the event
   * belongs to the link. Kernels without perf links (before 5.15) are served by libbpf through an
   * ioctl.
   */
  public BpfLink attach(PerfEvent event) {
    Libbpf libbpf = begin();
    BpfLink link =
        link(
            "attach " + name + " to " + event,
            libbpf.bpf_program__attach_perf_event(handle, event.fd()));
    event.passOn();
    return link;
  }

  /** Attaches to the iterator that its section name says: {@code iter/task_vma}. */
  BpfLink attachIterator() {
    Libbpf libbpf = begin();
    return link("attach iterator " + name, libbpf.bpf_program__attach_iter(handle, null));
  }

  /**
   * Runs the program once, now and in the current thread: for raw tracepoint programs.
   *
   * @param arguments its {@code args}
   * @throws BpfException when the kernel refuses
   */
  void run(long... arguments) {
    Libbpf libbpf = begin();
    try (Memory options = new Memory(TEST_RUN_BYTES);
        Memory context = new Memory((long) Long.BYTES * TRACEPOINT_ARGUMENTS)) {
      options.clear();
      context.clear();
      context.write(0, arguments, 0, arguments.length);
      options.setLong(0, TEST_RUN_BYTES);
      options.setPointer(TEST_RUN_CONTEXT, context);
      options.setInt(TEST_RUN_CONTEXT_SIZE, (int) context.size());
      int result = libbpf.bpf_prog_test_run_opts(fd(), options);
      String words = object.libraries().words().take();
      if (result < 0) {
        throw Failures.bpf("run " + name, -result, words);
      }
    }
  }

  private Libbpf begin() {
    object.requireLoaded();
    object.libraries().words().take();
    return object.libraries().libbpf();
  }

  private BpfLink link(String operation, Libbpf.@Nullable LinkHandle link) {
    if (link == null) {
      int errno = Failures.lastErrno();
      throw Failures.bpf(operation, errno, object.libraries().words().take());
    }
    return object.own(new BpfLink(object, operation, link));
  }
}
