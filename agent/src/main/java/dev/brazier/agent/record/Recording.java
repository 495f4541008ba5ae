package dev.brazier.agent.record;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.record.RecordingConfig.Engine;
import dev.brazier.agent.record.RecordingConfig.Unwind;
import dev.brazier.agent.unwind.TableFacts;
import dev.brazier.agent.unwind.TableStore;
import dev.brazier.agent.unwind.TableThread;
import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.Event;
import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.LibbpfMissingException;
import dev.brazier.bpf.MemoryLockException;
import dev.brazier.bpf.PermissionRefusedException;
import dev.brazier.bpf.Rate;
import dev.brazier.bpf.Rung;
import dev.brazier.bpf.Sampler;
import dev.brazier.bpf.SamplerConfig;
import dev.brazier.bpf.UnwindTables;
import dev.brazier.bpf.Unwinding;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.runtime.ContainerDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One recording: samples from {@link #start} on, and gives its {@link Profile} when {@link #run}
 * returns. The thread that runs it owns everything in it; {@link #stop} may come from any.
 *
 * <p>What is closed, in this order: the tables' thread, the sampler, names and their files,
 * processes, the files themselves. A command that was started goes on when the recording ends
 * before it.
 */
public final class Recording implements AutoCloseable {

  /** New files are held within this time of their first sample, even if a wake-up gets lost. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** Without BPF files are held when a sample is read: the sooner, the fewer processes are gone. */
  private static final Duration POLL_WITHOUT_BPF = Duration.ofMillis(20);

  private static final Duration PROGRESS = Duration.ofMillis(250);

  /** How long sampling waits for unwind tables that are nearly there. */
  private static final Duration PATIENCE = Duration.ofMillis(25);

  /** How long the end of a recording waits for unwind tables that are still wanted. */
  private static final Duration LAST_TABLES = Duration.ofSeconds(1);

  private final RecordingConfig config;
  private final RecordingTargets targets;
  private final @Nullable RecordedCommand command;
  private final Sampler sampler;
  private final ProcessTable processes;
  private final JavaStacks javaStacks;
  private final MappedFiles files;
  private final NamingThread naming;
  private final @Nullable TableThread tables;
  private final @Nullable StackCopies copies;
  private final SampleCollector collector;
  private final Duration poll;
  private final StolenTime stolen;
  private final Instant started;
  private final long startedNanos;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Recording(
      RecordingConfig config,
      RecordingTargets targets,
      @Nullable RecordedCommand command,
      ContainerDirectory directory,
      ProcRoot proc) {
    this.config = config;
    this.targets = targets;
    this.command = command;
    this.tables = startTables(config, targets, proc);
    this.sampler = openSampler(config, targets, tables);
    this.processes = new ProcessTable(proc, new ContainerNames(proc, directory));
    this.javaStacks = new JavaStacks(proc);
    this.files = new MappedFiles(proc);
    this.naming = new NamingThread(new FrameNamer(proc, files));
    AddressSpaces spaces = new AddressSpaces(proc);
    this.copies =
        sampler.facts().stackCopyBytes() == 0
            ? null
            : new StackCopies(spaces, files, new HeldFiles(proc, files), config.unwindBytes());
    this.stolen = StolenTime.from(proc);
    this.started = Instant.now();
    this.startedNanos = System.nanoTime();
    this.collector =
        new SampleCollector(
            sampler,
            files,
            processes,
            new PlainFrames(spaces, files),
            copies,
            tables,
            config,
            startedNanos);
    this.poll = sampler.facts().engine().byBpf() ? POLL : POLL_WITHOUT_BPF;
    try {
      offerTables(proc);
      sampler.start();
      if (command != null) {
        command.release();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Begins to sample.
   *
   * @throws RecordingException when a target does not exist or the command cannot be started
   * @throws BpfException when the kernel refuses, with the layer that refused and the remedy
   */
  public static Recording start(RecordingConfig config) {
    ProcRoot proc = ProcRoot.host();
    ContainerDirectory directory = new ContainerDirectory(proc, HostRoot.visible());
    RecordingTargets targets = new RecordingTargets(config, proc, directory);
    RecordedCommand command =
        config.command().isEmpty()
            ? null
            : RecordedCommand.hold(config.command(), config.commandOutputOnStandardError());
    try {
      if (command != null) {
        targets.addCommand(command.pid());
      }
      return new Recording(config, targets, command, directory, proc);
    } catch (RuntimeException | Error e) {
      if (command != null) {
        command.close();
      }
      throw e;
    }
  }

  /** Compiles what will be sampled first, while the kernel program loads. */
  private static @Nullable TableThread startTables(
      RecordingConfig config, RecordingTargets targets, ProcRoot proc) {
    boolean byBpf = config.engine() == Engine.AUTO || config.engine() == Engine.BPF;
    boolean wanted = byBpf && config.userFrames() && config.unwind() != Unwind.FRAME_POINTERS;
    return wanted ? TableThread.start(proc, targets.processes()) : null;
  }

  private static Sampler openSampler(
      RecordingConfig config, RecordingTargets targets, @Nullable TableThread tables) {
    try {
      return Sampler.open(samplerConfig(config, targets));
    } catch (RuntimeException | Error e) {
      if (tables != null) {
        tables.close();
      }
      if (config.unwind() == Unwind.TABLES
          && e instanceof BpfException
          && !wouldRefuseAnything(e)) {
        throw new RecordingException(
            "walk stacks by unwind tables: %s; leave --unwind=tables out to have frame pointers followed"
                .formatted(e.getMessage()),
            e);
      }
      throw e;
    }
  }

  /** Whether the refusal has nothing to do with how stacks are walked. */
  private static boolean wouldRefuseAnything(Throwable e) {
    return e instanceof PermissionRefusedException
        || e instanceof MemoryLockException
        || e instanceof LibbpfMissingException;
  }

  /** Gives the kernel the tables that are ready; without a place for tables, ends their making. */
  private void offerTables(ProcRoot proc) {
    if (tables == null) {
      return;
    }
    Optional<UnwindTables> store = sampler.tables();
    if (store.isEmpty()) {
      tables.close();
      return;
    }
    tables.open(TableStore.of(store.get()), new HeldFiles(proc, files));
    List<FileSighting> mapped = new ArrayList<>();
    sampler.scanMappings(mapped::add);
    tables.mapped(mapped, PATIENCE);
  }

  /**
   * Begins to load, in the background, what {@link #start} will need: saves some 50 ms when there
   * is something else to do before it.
   */
  public static void warmUp() {
    Thread thread = new Thread(Sampler::warmUp, "brazier-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  /** Samples to the end: the duration, the command's end, the targets' end or {@link #stop}. */
  public Profile run() {
    return run((elapsed, samples, lost) -> {});
  }

  /** As {@link #run()}, and tells {@code listener} how it goes. */
  public Profile run(RecordingListener listener) {
    long nextProgress = 0;
    Duration elapsed = Duration.ZERO;
    while (!isOver(elapsed)) {
      sampler.await(untilNextLook(elapsed));
      sampler.drain(collector);
      collector.walkWaiting();
      naming.prepare(collector.takeNewWords());
      if (tables != null) {
        tables.seen(collector.takeFilesSeen());
      }
      targets.refresh(sampler);
      elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
      if (elapsed.toNanos() >= nextProgress) {
        nextProgress = elapsed.plus(PROGRESS).toNanos();
        listener.progress(elapsed, collector.received(), FactsAssembly.lost(sampler.counters()));
      }
    }
    sampler.stop();
    Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
    List<String> stolenNote = stolen.note("no samples were taken meanwhile");
    sampler.drain(collector);
    collector.walkLast(LAST_TABLES);
    FrameNamer namer = naming.finish();
    ProfileAssembly assembly =
        new ProfileAssembly(
            collector.stacks(),
            processes,
            namer,
            javaStacks,
            sampler.facts().engine(),
            config.threads());
    FactsAssembly facts = new FactsAssembly(sampler, collector, unwindFacts(), notes(stolenNote));
    return assembly.profile(facts.facts(started, duration), collector.times());
  }

  /** Asks {@link #run} to end soon and give the profile so far. */
  public void stop() {
    stopped.set(true);
  }

  /** Exit status of the command, once it has ended; 128 + N when signal N ended it. */
  public Optional<Integer> commandStatus() {
    return command == null ? Optional.empty() : command.exitStatus();
  }

  @Override
  public void close() {
    stop();
    if (tables != null) {
      tables.close();
    }
    if (copies != null) {
      copies.close();
    }
    sampler.close();
    naming.close();
    processes.close();
    files.close();
    if (command != null) {
      command.close();
    }
  }

  private UnwindFacts unwindFacts() {
    return new UnwindFacts(
        sampler.facts().engine(),
        config.unwind(),
        config.unwindBytes(),
        sampler.facts().stackCopyBytes(),
        tableFacts());
  }

  private TableFacts tableFacts() {
    if (copies != null) {
      return copies.facts();
    }
    return tables == null ? TableFacts.NONE : tables.facts();
  }

  /** A poll's time, or what is left of the recording. */
  private Duration untilNextLook(Duration elapsed) {
    return config
        .duration()
        .map(duration -> duration.minus(elapsed))
        .filter(left -> left.compareTo(poll) < 0)
        .orElse(poll);
  }

  private boolean isOver(Duration elapsed) {
    return stopped.get()
        || config.duration().filter(duration -> elapsed.compareTo(duration) >= 0).isPresent()
        || (command != null && command.ended())
        || targets.allEnded();
  }

  /** What differs from what was asked for, the end of it included. */
  private List<String> notes(List<String> stolenNote) {
    List<String> notes = new ArrayList<>(targets.notes());
    notes.addAll(stolenNote);
    if (stopped.get()) {
      notes.add("stopped before its time");
    } else if (targets.allEnded()) {
      notes.add("ended early: no process that was asked for is left");
    }
    if (command != null && !command.ended()) {
      notes.add("the command goes on as process %d".formatted(command.pid()));
    }
    return notes;
  }

  private static SamplerConfig samplerConfig(RecordingConfig config, RecordingTargets targets) {
    Rate rate =
        config.period() > 0
            ? new Rate.Period(config.period())
            : new Rate.Frequency(config.frequency());
    return SamplerConfig.defaults()
        .withEvent(config.event() == RecordingConfig.Event.CYCLES ? Event.CYCLES : Event.CPU_CLOCK)
        .withRate(rate)
        .withKernelFrames(config.kernelFrames())
        .withUserFrames(config.userFrames())
        .withIdle(config.idle())
        .withRung(rung(config.engine()))
        .withUnwinding(unwinding(config.unwind()))
        .withUnwindBytes((int) config.unwindBytes())
        .withTargets(targets.forSampler(config.wholeMachine()));
  }

  private static Rung rung(Engine wanted) {
    return switch (wanted) {
      case AUTO -> Rung.AUTO;
      case BPF -> Rung.BPF;
      case PERF -> Rung.PERF;
      case OWN -> Rung.OWN;
    };
  }

  private static Unwinding unwinding(Unwind wanted) {
    return switch (wanted) {
      case AUTO -> Unwinding.AUTO;
      case TABLES -> Unwinding.TABLES;
      case FRAME_POINTERS -> Unwinding.FRAME_POINTERS;
    };
  }
}
