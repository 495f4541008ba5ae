package dev.brazier.bpf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Samples the stacks of this machine's CPUs, by the best means that are granted: see {@link Rung}.
 *
 * <p>One thread calls {@link #await} and {@link #drain}; the other methods may be called from any.
 * A loop looks like this:
 *
 * <pre>{@code
 * try (Sampler sampler = Sampler.open(SamplerConfig.defaults())) {
 *   sampler.start();
 *   while (!done) {
 *     sampler.await(Duration.ofMillis(100));
 *     sampler.drain(handler);
 *   }
 *   sampler.stop();
 *   sampler.drain(handler);
 * }
 * }</pre>
 */
public sealed interface Sampler extends AutoCloseable permits BpfSampler, RingSampler {

  /**
   * Opens everything that sampling needs; it begins with {@link #start}. What the configuration's
   * rung leaves open is tried from the best down, and {@link SamplerFacts#notes} say what was
   * refused and what is lacking therefore.
   *
   * @throws LibbpfMissingException when BPF is asked for and libbpf 1.0 or newer is not installed
   * @throws PermissionRefusedException when nothing that was tried is permitted: the refusal of the
   *     best, with the others suppressed
   * @throws MemoryLockException when RLIMIT_MEMLOCK is too small on an old kernel
   * @throws BpfException when the kernel refuses for another reason, or {@code /proc} belongs to
   *     another PID namespace
   */
  static Sampler open(SamplerConfig config) {
    List<Rung> rungs =
        config.unwinding() == Unwinding.TABLES ? List.of(Rung.BPF) : config.rung().tried();
    List<String> notes = new ArrayList<>();
    List<BpfException> refusals = new ArrayList<>();
    for (Rung rung : rungs) {
      try {
        return switch (rung) {
          case AUTO, BPF -> BpfSampler.open(config, notes);
          case PERF -> RingSampler.open(Engine.PERF, config, notes);
          case OWN -> RingSampler.open(Engine.OWN, config, notes);
        };
      } catch (BpfException e) {
        refusals.add(e);
        notes.clear();
        refusals.stream().map(Sampler::note).distinct().forEach(notes::add);
        if (refusals.stream().anyMatch(PermissionRefusedException.class::isInstance)) {
          notes.add(PermissionRefusedException.REMEDY);
        }
      }
    }
    BpfException best = refusals.get(0);
    refusals.stream().skip(1).forEach(best::addSuppressed);
    throw best;
  }

  private static String note(BpfException refusal) {
    String text =
        refusal instanceof PermissionRefusedException permission
            ? permission.summary()
            : refusal.getMessage().lines().findFirst().orElse("");
    return "refused: " + text;
  }

  /**
   * Loads libbpf ahead of time, which takes some 50 ms; to be called on a thread of its own while
   * there is something else to do. A failure is left to {@link #open} to tell.
   */
  static void warmUp() {
    try {
      NativeLibraries.get();
    } catch (BpfException e) {
      // Told by open.
    }
  }

  /** How it works on this machine. What turns up while it samples is among the notes from then. */
  SamplerFacts facts();

  /**
   * Starts sampling on every CPU that is online; does nothing when it runs already.
   *
   * @throws PermissionRefusedException with {@link Engine#OWN}, when none of the targets may be
   *     sampled
   */
  void start();

  /** Stops sampling; what is in the rings can still be drained. */
  void stop();

  /**
   * Waits until draining is worthwhile: a file request came, or a ring of a perf event is half
   * full. Other samples do not end the wait: they may lie in the rings for as long as the
   * configured slack. Looks about once a second for CPUs, and for processes of this user, that came
   * or went.
   *
   * @return whether something is waiting; false when the time is over
   */
  boolean await(Duration timeout);

  /**
   * Hands over all file requests, then the samples that were in the rings before them.
   *
   * @return how many samples
   */
  int drain(SampleHandler handler);

  /** Tells the kernel that the file is held: it sends no more requests for it. */
  void answered(FileSighting file);

  /**
   * Lets the kernel ask for the file again, with the same number, at the next sample that meets it.
   */
  void forget(FileSighting file);

  /** What user stacks are walked with; empty when the {@link Engine} is not TABLES. */
  Optional<UnwindTables> tables();

  /**
   * Hands over each file, and the vdso, that some process has mapped as code and that no sample has
   * met: so that its table can be made before one does. A file is handed over once; it comes to the
   * {@link SampleHandler} all the same if it is not soon {@link #answered}. To be called with the
   * engine {@link Engine#TABLES} only.
   *
   * @throws BpfException when the kernel refuses
   */
  void scanMappings(Consumer<FileSighting> handler);

  /**
   * Samples one more process.
   *
   * @throws IllegalStateException when the sampler was opened for everything
   */
  void addTarget(int tgid);

  /** No longer samples a process. One that exits is removed by itself. */
  void removeTarget(int tgid);

  /** The counters as they are now. */
  SamplerCounters counters();

  @Override
  void close();
}
