package dev.brazier.agent.record;

import dev.brazier.bpf.SamplerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to record. Immutable; {@link #defaults()} holds every default of the program, the command
 * line included, and each {@code with…} method changes one part.
 *
 * <p>Targets add up: a sample is kept when it is in any of the processes, containers, cgroups or
 * the command. With none of them the whole machine is recorded.
 */
public final class RecordingConfig {

  /** What makes a CPU take a sample. */
  public enum Event {
    /** A timer of the kernel's; there on every machine. */
    CPU_CLOCK,
    /** The CPU's own cycle counter; absent in most virtual machines. */
    CYCLES
  }

  /** How the user part of a stack is walked. */
  public enum Unwind {
    /**
     * By unwind tables where the kernel can, or over copies of stacks without BPF, else by frame
     * pointers; the profile says which.
     */
    AUTO,
    /** By unwind tables in the kernel, or not at all. */
    TABLES,
    /** By frame pointers alone, without copies: stacks of code compiled without them are cut. */
    FRAME_POINTERS
  }

  /** What samples are taken with. */
  public enum Engine {
    /** The best of the others that is permitted here; the profile says which, and what it lacks. */
    AUTO,
    /** BPF programs or nothing. */
    BPF,
    /** The rings of perf events, which need no CAP_BPF; copies of stacks are walked. */
    PERF,
    /** The same for the processes of this user alone, in user code, which needs no privilege. */
    OWN
  }

  /** Memory for unwind tables, in bytes: what holds the libraries of one shell, and 1 GiB. */
  public static final long LEAST_UNWIND_BYTES = SamplerConfig.LEAST_UNWIND_BYTES;

  public static final long MOST_UNWIND_BYTES = 1L << 30;

  private final Builder fields;

  private RecordingConfig(Builder fields) {
    this.fields = fields;
  }

  /** The whole machine for ten seconds at 99 Hz of CPU time, kernel and user frames, no idle. */
  public static RecordingConfig defaults() {
    return new RecordingConfig(new Builder());
  }

  /** How long to sample; empty while a command runs that sets the end itself. */
  public Optional<Duration> duration() {
    return Optional.ofNullable(fields.duration);
  }

  public RecordingConfig withDuration(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("duration must be positive: " + duration);
    }
    return with(next -> next.duration = duration);
  }

  /** Samples a second and CPU, when {@link #period()} is 0. */
  public int frequency() {
    return fields.frequency;
  }

  public RecordingConfig withFrequency(int hertz) {
    if (hertz < 1 || hertz > 100_000) {
      throw new IllegalArgumentException("frequency must be 1 to 100000 Hz: " + hertz);
    }
    return with(next -> next.frequency = hertz);
  }

  /** Events between two samples (nanoseconds for the CPU clock); 0 to go by the frequency. */
  public long period() {
    return fields.period;
  }

  public RecordingConfig withPeriod(long events) {
    if (events < 1) {
      throw new IllegalArgumentException("period must be positive: " + events);
    }
    return with(next -> next.period = events);
  }

  public Event event() {
    return fields.event;
  }

  public RecordingConfig withEvent(Event event) {
    return with(next -> next.event = event);
  }

  public boolean kernelFrames() {
    return fields.kernelFrames;
  }

  public RecordingConfig withKernelFrames(boolean wanted) {
    return with(next -> next.kernelFrames = wanted);
  }

  public boolean userFrames() {
    return fields.userFrames;
  }

  public RecordingConfig withUserFrames(boolean wanted) {
    return with(next -> next.userFrames = wanted);
  }

  /** Whether idle CPUs are sampled too. */
  public boolean idle() {
    return fields.idle;
  }

  public RecordingConfig withIdle(boolean wanted) {
    return with(next -> next.idle = wanted);
  }

  /** Whether stacks of different threads are kept apart. */
  public boolean threads() {
    return fields.threads;
  }

  public RecordingConfig withThreads(boolean wanted) {
    return with(next -> next.threads = wanted);
  }

  /** Whether the time of each sample is kept: 14 bytes for each of the first 8,388,608 samples. */
  public boolean timeline() {
    return fields.timeline;
  }

  public RecordingConfig withTimeline(boolean wanted) {
    return with(next -> next.timeline = wanted);
  }

  public Engine engine() {
    return fields.engine;
  }

  public RecordingConfig withEngine(Engine engine) {
    return with(next -> next.engine = engine);
  }

  public Unwind unwind() {
    return fields.unwind;
  }

  public RecordingConfig withUnwind(Unwind unwind) {
    return with(next -> next.unwind = unwind);
  }

  /** Memory of the kernel's for unwind tables, in bytes; tables not in use make room for others. */
  public long unwindBytes() {
    return fields.unwindBytes;
  }

  public RecordingConfig withUnwindBytes(long bytes) {
    if (bytes < LEAST_UNWIND_BYTES || bytes > MOST_UNWIND_BYTES) {
      throw new IllegalArgumentException("unwind tables must have 1 MiB to 1 GiB: " + bytes);
    }
    return with(next -> next.unwindBytes = bytes);
  }

  /** Processes to record. */
  public List<Integer> pids() {
    return fields.pids;
  }

  public RecordingConfig withPids(List<Integer> pids) {
    return with(next -> next.pids = List.copyOf(pids));
  }

  /** Containers to record: names, id prefixes or pod names. */
  public List<String> containers() {
    return fields.containers;
  }

  public RecordingConfig withContainers(List<String> containers) {
    return with(next -> next.containers = List.copyOf(containers));
  }

  /**
   * Cgroup directories to record, with their descendants: paths below the cgroup mount or absolute.
   */
  public List<String> cgroups() {
    return fields.cgroups;
  }

  public RecordingConfig withCgroups(List<String> cgroups) {
    return with(next -> next.cgroups = List.copyOf(cgroups));
  }

  /** Globs of process or thread names; when there are any, a sample must match one of them too. */
  public List<String> commGlobs() {
    return fields.commGlobs;
  }

  public RecordingConfig withCommGlobs(List<String> globs) {
    return with(next -> next.commGlobs = List.copyOf(globs));
  }

  /** A command to start and record, with its children, until it ends; empty for none. */
  public List<String> command() {
    return fields.command;
  }

  /** Records {@code command}; it ends the recording unless a duration is set afterwards. */
  public RecordingConfig withCommand(List<String> command) {
    return with(
        next -> {
          next.command = List.copyOf(command);
          next.duration = null;
        });
  }

  /** Whether the command's standard output goes where its standard error goes. */
  public boolean commandOutputOnStandardError() {
    return fields.commandOutputOnStandardError;
  }

  /** Keeps standard output free for the profile; the command's input is never touched. */
  public RecordingConfig withCommandOutputOnStandardError(boolean wanted) {
    return with(next -> next.commandOutputOnStandardError = wanted);
  }

  /** Whether anything narrows the recording down from the whole machine. */
  public boolean wholeMachine() {
    return pids().isEmpty() && containers().isEmpty() && cgroups().isEmpty() && command().isEmpty();
  }

  private RecordingConfig with(java.util.function.Consumer<Builder> change) {
    Builder next = new Builder(fields);
    change.accept(next);
    return new RecordingConfig(next);
  }

  private static final class Builder {
    private @Nullable Duration duration = Duration.ofSeconds(10);
    private int frequency = 99;
    private long period;
    private Event event = Event.CPU_CLOCK;
    private boolean kernelFrames = true;
    private boolean userFrames = true;
    private boolean idle;
    private boolean threads;
    private boolean timeline;
    private Engine engine = Engine.AUTO;
    private Unwind unwind = Unwind.AUTO;
    private long unwindBytes = 64L << 20;
    private List<Integer> pids = List.of();
    private List<String> containers = List.of();
    private List<String> cgroups = List.of();
    private List<String> commGlobs = List.of();
    private List<String> command = List.of();
    private boolean commandOutputOnStandardError;

    Builder() {}

    Builder(Builder from) {
      duration = from.duration;
      frequency = from.frequency;
      period = from.period;
      event = from.event;
      kernelFrames = from.kernelFrames;
      userFrames = from.userFrames;
      idle = from.idle;
      threads = from.threads;
      timeline = from.timeline;
      engine = from.engine;
      unwind = from.unwind;
      unwindBytes = from.unwindBytes;
      pids = from.pids;
      containers = from.containers;
      cgroups = from.cgroups;
      commGlobs = from.commGlobs;
      command = from.command;
      commandOutputOnStandardError = from.commandOutputOnStandardError;
    }
  }
}
