package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig;
import dev.brazier.agent.record.RecordingConfig.Engine;
import dev.brazier.agent.record.RecordingConfig.Event;
import dev.brazier.agent.record.RecordingConfig.Unwind;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a sample is taken and what it holds. */
final class SamplingOptions {

  private static final int MAX_FREQUENCY = 100_000;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "how long to sample: 500ms, 10s, 2m, 1h (default: 10s; with COMMAND, until it ends)")
  private @Nullable Duration duration;

  @Option(
      names = {"-F", "--frequency"},
      paramLabel = "HZ",
      description = "samples per second on each CPU (default: 99)")
  private @Nullable Integer frequency;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      converter = EventConverter.class,
      completionCandidates = EventConverter.Names.class,
      description =
          "what to sample by: cpu-clock (default) or cycles, the CPU's own counter; where that is"
              + " absent, as in most virtual machines, cpu-clock is taken and the profile says so")
  private @Nullable Event event;

  @Option(
      names = "--period",
      paramLabel = "N",
      description =
          "take a sample every N events instead (nanoseconds for cpu-clock); not together with -F")
  private @Nullable Long period;

  @Option(names = "--no-kernel", description = "leave kernel frames out")
  private boolean noKernel;

  @Option(names = "--no-user", description = "leave user frames out")
  private boolean noUser;

  @Option(names = "--idle", description = "sample idle CPUs too")
  private boolean idle;

  @Option(
      names = {"-t", "--threads"},
      description = "keep the threads of a process apart")
  private boolean threads;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      converter = EngineConverter.class,
      completionCandidates = EngineConverter.Names.class,
      description =
          "what to sample with: auto (default), the best of these that is permitted here; bpf; perf,"
              + " the rings of perf events, which need CAP_PERFMON alone; own, which needs no"
              + " privilege and records your own processes outside of the kernel. The profile says"
              + " which it was and what it lacks")
  private @Nullable Engine engine;

  @Option(
      names = "--unwind",
      paramLabel = "HOW",
      converter = UnwindConverter.class,
      completionCandidates = UnwindConverter.Names.class,
      description =
          "how to walk the stacks of programs: auto (default), by the unwind tables of their files"
              + " where the kernel is 6.1 or newer, or over copies of stacks without BPF, else by frame"
              + " pointers; tables, in the kernel or fail; fp, by frame pointers alone, without"
              + " copies")
  private @Nullable Unwind unwind;

  @Option(
      names = "--unwind-memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "memory for unwind tables, 1M to 1G (default: 64M; 16M does for most machines); beyond it"
              + " tables that are not in use give way, and the profile says so")
  private @Nullable Long unwindMemory;

  /** Whether threads are to be kept apart wherever that is a choice. */
  boolean threads() {
    return threads;
  }

  /**
   * {@code config} with these options.
   *
   * @throws CommandFailure when they contradict each other or are out of range
   */
  RecordingConfig applyTo(RecordingConfig config) {
    if (noKernel && noUser) {
      throw CommandFailure.usage(
          "leave out all frames with --no-kernel and --no-user: keep one of the two");
    }
    RecordingConfig changed =
        rate(config)
            .withKernelFrames(!noKernel)
            .withUserFrames(!noUser)
            .withIdle(idle)
            .withThreads(threads);
    if (event != null) {
      changed = changed.withEvent(event);
    }
    if (engine != null) {
      changed = changed.withEngine(engine);
    }
    if (unwind != null) {
      changed = changed.withUnwind(unwind);
    }
    refuseContradictions(changed);
    changed = unwindMemory(changed);
    return duration == null ? changed : changed.withDuration(duration);
  }

  private static void refuseContradictions(RecordingConfig config) {
    boolean byBpf = config.engine() == Engine.AUTO || config.engine() == Engine.BPF;
    if (config.unwind() == Unwind.TABLES && !byBpf) {
      throw CommandFailure.usage(
          "walk stacks with --unwind=tables and --engine=%s: it insists on the kernel's walk, which needs --engine=bpf; leave it out to have copies of stacks walked by tables"
              .formatted(config.engine().name().toLowerCase(Locale.ROOT)));
    }
    if (config.engine() == Engine.OWN && !config.userFrames()) {
      throw CommandFailure.usage(
          "record with --engine=own and --no-user: it has no frames but those of user code");
    }
  }

  private RecordingConfig unwindMemory(RecordingConfig config) {
    if (unwindMemory == null) {
      return config;
    }
    if (unwindMemory < RecordingConfig.LEAST_UNWIND_BYTES
        || unwindMemory > RecordingConfig.MOST_UNWIND_BYTES) {
      throw CommandFailure.usage(
          String.format(
              Locale.ROOT,
              "take %,d bytes for unwind tables: write a size from 1M to 1G",
              unwindMemory));
    }
    return config.withUnwindBytes(unwindMemory);
  }

  private RecordingConfig rate(RecordingConfig config) {
    if (frequency != null && period != null) {
      throw CommandFailure.usage("sample by both -F and --period: give one of the two");
    }
    if (frequency != null) {
      if (frequency < 1 || frequency > MAX_FREQUENCY) {
        throw CommandFailure.usage(
            String.format(
                Locale.ROOT,
                "sample at %d Hz: write a frequency from 1 to %d",
                frequency,
                MAX_FREQUENCY));
      }
      return config.withFrequency(frequency);
    }
    if (period != null) {
      if (period < 1) {
        throw CommandFailure.usage(
            String.format(Locale.ROOT, "sample every %d events: write 1 or more", period));
      }
      return config.withPeriod(period);
    }
    return config;
  }
}
