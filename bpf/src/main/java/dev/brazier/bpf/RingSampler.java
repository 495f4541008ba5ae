package dev.brazier.bpf;

import com.sun.jna.Memory;
import dev.brazier.bpf.perf.PerfRecord;
import dev.brazier.bpf.perf.PerfRing;
import dev.brazier.bpf.perf.PerfRings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples without BPF: the kernel writes stacks to the rings of perf events, and everything else is
 * found in user space. The engines {@link Engine#PERF} and {@link Engine#OWN}.
 */
final class RingSampler implements Sampler {
  /** How often CPUs and processes that came or went are looked for. */
  private static final long RESCAN_NANOS = Duration.ofSeconds(1).toNanos();

  private final SamplerFacts facts;
  private final CpuRings rings;
  private final TaskTable tasks;
  private final ProcTasks proc = new ProcTasks(Path.of("/"));
  private final TaskFilter filter;
  private final RingSamples samples;
  private final RingCounters counters = new RingCounters();
  private final @Nullable OwnEvents own;
  private List<PerfRing> perfRings;
  private Memory descriptors;
  private long nextRescan;
  private boolean running;
  private boolean draining;
  private boolean closed;

  private RingSampler(Engine engine, SamplerConfig config, List<String> notes) {
    PidNamespace namespace = PidNamespace.ofThisProcess();
    List<Integer> cpus = CpuList.online();
    int page = NativeLibraries.libC().getpagesize();
    OpenRings opened =
        OpenRings.open(RingEvents.probe(engine, config, cpus.get(0), notes), cpus, page, notes);
    RingEvents events = opened.events();
    EventChoice choice = events.choice();
    rings = opened.rings();
    tasks = new TaskTable(proc);
    filter = new TaskFilter(config.targets(), tasks);
    own =
        engine == Engine.OWN
            ? new OwnEvents(events.attribute(rings.bytesPerRing()), rings, filter, proc)
            : null;
    notes.add(lacking(engine, events.format().stackBytes() > 0));
    samples =
        new RingSamples(
            config, tasks, filter, counters, namespace.inode() == 0, events.format().stackBytes());
    facts =
        new SamplerFacts(
            engine,
            choice.event(),
            choice.rate(),
            cpus,
            cpus.size(),
            rings.bytesPerRing(),
            namespace.inode(),
            events.format().stackBytes(),
            notes);
    perfRings = rings.rings();
    descriptors = describe();
  }

  /**
   * Opens the rings.
   *
   * @param notes what is known so far; gets more sentences
   * @throws BpfException as {@link Sampler#open} does
   */
  static Sampler open(Engine engine, SamplerConfig config, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    return new RingSampler(engine, config, all);
  }

  /** What BPF would tell and these engines do not. */
  private static String lacking(Engine engine, boolean copies) {
    if (engine == Engine.PERF && copies) {
      return "without BPF files are looked up in /proc a moment after the sample: code of processes that are gone by then has no name, and their stacks are walked by frame pointers";
    }
    return engine == Engine.OWN
        ? "this engine records the processes of this user (uid %d) only, and of them the time in their own code, not in the kernel"
            .formatted(NativeLibraries.libC().geteuid())
        : "without BPF stacks are walked by frame pointers, and files are looked up in /proc a moment after the sample: code of processes that are gone by then has no name";
  }

  @Override
  public synchronized SamplerFacts facts() {
    return own == null ? facts : facts.withNotes(own.notes());
  }

  @Override
  public synchronized void start() {
    requireOpen();
    if (running) {
      return;
    }
    running = true;
    nextRescan = System.nanoTime() + RESCAN_NANOS;
    if (own == null) {
      rings.online().forEach(ring -> ring.event().enable());
      return;
    }
    try {
      own.start();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  @Override
  public synchronized void stop() {
    if (!running) {
      return;
    }
    running = false;
    if (own == null) {
      rings.online().forEach(ring -> ring.event().disable());
    } else {
      own.close();
    }
  }

  @Override
  public boolean await(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    for (long left = timeout.toNanos(); left > 0; left = end - System.nanoTime()) {
      rescan();
      Duration slice = Duration.ofNanos(Math.min(left, RESCAN_NANOS));
      if (poll(slice.plusNanos(999_999).toMillis())) {
        return true;
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return poll(0);
  }

  private boolean poll(long millis) {
    Memory polled;
    synchronized (this) {
      requireOpen();
      polled = descriptors;
    }
    int count = (int) (polled.size() / LibC.POLLFD_BYTES);
    int ready = NativeLibraries.libC().poll(polled, count, (int) millis);
    if (ready < 0 && Failures.lastErrno() != Errno.EINTR) {
      throw new BpfException("wait for perf rings", Failures.lastErrno(), "", "");
    }
    return ready > 0;
  }

  private Memory describe() {
    List<CpuRing> online = rings.online();
    Memory polled = new Memory((long) LibC.POLLFD_BYTES * online.size());
    for (int i = 0; i < online.size(); i++) {
      polled.setInt((long) i * LibC.POLLFD_BYTES, online.get(i).event().fd());
      polled.setInt((long) i * LibC.POLLFD_BYTES + Integer.BYTES, LibC.POLLIN);
    }
    return polled;
  }

  private synchronized void rescan() {
    if (!running || System.nanoTime() - nextRescan < 0) {
      return;
    }
    nextRescan = System.nanoTime() + RESCAN_NANOS;
    List<CpuRing> added = rings.follow(CpuList.online());
    perfRings = rings.rings();
    descriptors = describe();
    if (own == null) {
      added.forEach(ring -> ring.event().enable());
    } else if (added.isEmpty()) {
      own.look();
    } else {
      own.close();
      own.start();
    }
  }

  @Override
  public synchronized int drain(SampleHandler handler) {
    requireOpen();
    draining = true;
    long before = samples.delivered();
    try {
      PerfRings.drain(
          perfRings, System.nanoTime(), (ring, record) -> take(rings.cpu(ring), record, handler));
    } finally {
      draining = false;
      if (closed) {
        release();
      }
    }
    for (int tid : tasks.forgetEnded()) {
      if (filter.tgids().contains(tid) && proc.startNanos(tid).isEmpty()) {
        filter.remove(tid);
      }
    }
    return (int) (samples.delivered() - before);
  }

  private void take(int cpu, PerfRecord record, SampleHandler handler) {
    switch (record.kind()) {
      case SAMPLE -> samples.deliver(cpu, record, handler);
      case LOST -> {
        counters.add(Counter.TICKS, cpu, record.lost());
        counters.add(Counter.RING_FULL, cpu, record.lost());
      }
      case NAME, FORK, EXIT -> {
        tasks.take(record);
        filter.take(record);
        if (own != null) {
          own.take(record);
        }
      }
      case OTHER -> counters.addMalformed(record.isTornSample() ? 1 : 0);
    }
  }

  /** No file requests are sent. */
  @Override
  public void answered(FileSighting file) {}

  /** No file requests are sent. */
  @Override
  public void forget(FileSighting file) {}

  @Override
  public Optional<UnwindTables> tables() {
    return Optional.empty();
  }

  /** There is no use for tables. */
  @Override
  public void scanMappings(Consumer<FileSighting> handler) {}

  @Override
  public synchronized void addTarget(int tgid) {
    filter.add(tgid);
    if (own != null && running) {
      own.follow(tgid);
    }
  }

  @Override
  public synchronized void removeTarget(int tgid) {
    filter.remove(tgid);
  }

  @Override
  public synchronized SamplerCounters counters() {
    long damaged = perfRings.stream().mapToLong(PerfRing::damaged).sum();
    return counters.snapshot(damaged);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the sampler is closed");
    }
  }

  /** Called by a handler, it takes effect after the drain. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    stop();
    closed = true;
    if (!draining) {
      release();
    }
  }

  private void release() {
    perfRings = List.of();
    rings.close();
  }
}
