package dev.brazier.bpf;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Samples by BPF programs: the engines {@link Engine#TABLES} to {@link Engine#PLAIN}. */
final class BpfSampler implements Sampler {
  /** How often CPUs that came or went are looked for. */
  private static final long RESCAN_NANOS = Duration.ofSeconds(1).toNanos();

  /** {@code MAX_CHAIN_FRAMES} of {@code sample.h}. */
  private static final int MAX_CHAIN_FRAMES = 127;

  private static final int PRESENT = 1;

  private final CloseStack resources;
  private final SamplerFacts facts;
  private final SamplingObject sampling;
  private final EventChoice choice;
  private final RingBuffer requests;
  private final List<RingBuffer> rings = new ArrayList<>();
  private final long[] ends;
  private final FileTable files;
  private final @Nullable UnwindTables tables;
  private final TypedMap<Integer, Integer> targets;
  private final boolean everything;
  private final TypedMap<Integer, Long> counters;
  private final SampleView view = new SampleView();
  private final AtomicLong malformed = new AtomicLong();
  private @Nullable CpuEvents events;
  private long nextRescan;

  /** Everything that may fail happens here, so that {@link #start} hardly can. */
  private BpfSampler(SamplerConfig config, CloseStack resources, List<String> notes) {
    this.resources = resources;
    PidNamespace namespace = PidNamespace.ofThisProcess();
    List<Integer> cpus = CpuList.online();
    NativeLibraries libraries = NativeLibraries.get();
    int page = libraries.libc().getpagesize();
    choice = EventChoice.of(config.event(), config.rate(), cpus.get(0), notes);
    RingPlan plan =
        RingPlan.of(
            choice.event(), choice.rate(), cpus.size(), config.slack(), config.ringBytes(), page);
    SamplingObject.Knobs knobs =
        new SamplingObject.Knobs(
            config,
            namespace.inode(),
            plan.rings(),
            libraries.libbpf().libbpf_num_possible_cpus(),
            page,
            maxStack());
    sampling = SamplingObject.load(knobs, notes);
    BpfObject object = resources.own(sampling.object());
    requests = resources.own(RingBuffer.of(object.map("requests")));
    openRings(object.map("rings"), plan);
    ends = new long[plan.rings()];
    files = new FileTable(object.map("files"));
    tables =
        sampling.engine() == Engine.TABLES
            ? resources.own(new UnwindTables(UnwindMemory.of(object), files, System::nanoTime))
            : null;
    counters = object.map("counters").typed(Codec.U32, Codec.U64);
    targets = object.map("target_tgids").typed(Codec.U32, Codec.U8);
    everything = config.targets().everything();
    setTargets(config.targets(), object);
    sampling.followTargets(knobs);
    facts =
        new SamplerFacts(
            sampling.engine(),
            choice.event(),
            choice.rate(),
            cpus,
            plan.rings(),
            plan.bytesPerRing(),
            namespace.inode(),
            0,
            notes);
  }

  /**
   * Loads the sampling program and opens everything.
   *
   * @param notes what is known so far; gets more sentences
   * @throws BpfException as {@link Sampler#open} does
   */
  static Sampler open(SamplerConfig config, List<String> notes) {
    CloseStack resources = new CloseStack();
    try {
      return new BpfSampler(config, resources, notes);
    } catch (RuntimeException | Error e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  private void openRings(BpfMap outer, RingPlan plan) {
    TypedMap<Integer, Integer> slots = outer.typed(Codec.U32, Codec.U32);
    for (int i = 0; i < plan.rings(); i++) {
      BpfMap ring = resources.own(BpfMap.createRing("samples_" + i, plan.bytesPerRing()));
      slots.put(i, ring.fd());
      rings.add(resources.own(RingBuffer.of(ring)));
    }
  }

  private void setTargets(Targets wanted, BpfObject object) {
    if (everything) {
      return;
    }
    wanted.tgids().forEach(tgid -> targets.put(tgid, PRESENT));
    TypedMap<Long, Integer> cgroups = object.map("target_cgroups").typed(Codec.U64, Codec.U8);
    wanted.cgroupIds().forEach(id -> cgroups.put(id, PRESENT));
  }

  /** The kernel's walker delivers no more than this setting allows. */
  private static int maxStack() {
    return Math.min(
        MAX_CHAIN_FRAMES, KernelSetting.read("perf_event_max_stack").orElse(MAX_CHAIN_FRAMES));
  }

  @Override
  public SamplerFacts facts() {
    return facts;
  }

  @Override
  public synchronized void start() {
    if (events != null) {
      return;
    }
    CpuEvents opened = new CpuEvents(sampling.sampler(), choice);
    try {
      opened.follow(CpuList.online());
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    nextRescan = System.nanoTime() + RESCAN_NANOS;
    events = opened;
  }

  @Override
  public synchronized void stop() {
    if (events != null) {
      events.close();
      events = null;
    }
  }

  @Override
  public boolean await(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      followCpus();
      Duration slice = Duration.ofNanos(Math.min(left, RESCAN_NANOS));
      if (requests.await(slice.plusNanos(999_999))) {
        return true;
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return requests.await(Duration.ZERO);
  }

  private synchronized void followCpus() {
    if (events != null && System.nanoTime() - nextRescan >= 0) {
      nextRescan = System.nanoTime() + RESCAN_NANOS;
      events.follow(CpuList.online());
    }
  }

  @Override
  public int drain(SampleHandler handler) {
    for (int i = 0; i < ends.length; i++) {
      ends[i] = rings.get(i).produced();
    }
    requests.drain(
        record ->
            FileSighting.decode(record).ifPresentOrElse(handler::file, malformed::incrementAndGet));
    RecordHandler samples = record -> show(record, handler);
    int count = 0;
    for (int i = 0; i < ends.length; i++) {
      count += rings.get(i).drain(samples, ends[i]);
    }
    return count;
  }

  private void show(ByteBuffer record, SampleHandler handler) {
    if (view.show(record)) {
      handler.sample(view);
    } else {
      malformed.incrementAndGet();
    }
  }

  @Override
  public void answered(FileSighting file) {
    files.answered(file);
  }

  @Override
  public void forget(FileSighting file) {
    files.forget(file);
  }

  @Override
  public Optional<UnwindTables> tables() {
    return Optional.ofNullable(tables);
  }

  @Override
  public void scanMappings(Consumer<FileSighting> handler) {
    new MappingScan(sampling.object()).read(handler);
  }

  @Override
  public void addTarget(int tgid) {
    requireTargets();
    targets.put(tgid, PRESENT);
  }

  @Override
  public void removeTarget(int tgid) {
    requireTargets();
    targets.remove(tgid);
  }

  private void requireTargets() {
    if (everything) {
      throw new IllegalStateException("the sampler was opened for all processes");
    }
  }

  @Override
  public SamplerCounters counters() {
    List<Map<Counter, Long>> cpus = new ArrayList<>();
    for (Counter counter : Counter.values()) {
      List<Long> values = counters.getAll(counter.index);
      while (cpus.size() < values.size()) {
        cpus.add(new EnumMap<>(Counter.class));
      }
      for (int cpu = 0; cpu < values.size(); cpu++) {
        cpus.get(cpu).put(counter, values.get(cpu));
      }
    }
    return new SamplerCounters(cpus, malformed.get());
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      resources.close();
    }
  }
}
