package dev.brazier.bpf;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What to sample, and how.
 *
 * @param event what drives sampling
 * @param rate how often, on each CPU
 * @param kernelFrames walk the kernel's part of the stack
 * @param userFrames walk the process's part of the stack
 * @param idle sample the idle task too
 * @param targets whom to sample
 * @param slack how long the rings hold samples at the full rate, 512 bytes each, if nobody drains
 * @param ringBytes memory for all rings together, or 0 to compute it from the rate and the slack
 *     (then 1 to 64 MiB)
 * @param unwinding how to walk the process's part of the stack
 * @param unwindBytes memory for unwind tables, which the kernel takes at once when they are used;
 *     at least {@link #LEAST_UNWIND_BYTES}. It is halved until it is a quarter of this process's
 *     memory limit or less
 * @param rung what to sample with, BPF or less
 */
public record SamplerConfig(
    Event event,
    Rate rate,
    boolean kernelFrames,
    boolean userFrames,
    boolean idle,
    Targets targets,
    Duration slack,
    int ringBytes,
    Unwinding unwinding,
    int unwindBytes,
    Rung rung) {

  /** The least memory for unwind tables: enough for a program and its libc. */
  public static final int LEAST_UNWIND_BYTES = 1 << 20;

  public SamplerConfig {
    if (slack.isNegative() || ringBytes < 0) {
      throw new IllegalArgumentException("slack " + slack + ", ring bytes " + ringBytes);
    }
    if (unwindBytes < LEAST_UNWIND_BYTES) {
      throw new IllegalArgumentException("unwind bytes " + unwindBytes);
    }
  }

  /** Everything but idle, on all CPUs, at 99 Hz of the CPU clock, with one second of slack. */
  public static SamplerConfig defaults() {
    return new SamplerConfig(
        Event.CPU_CLOCK,
        new Rate.Frequency(99),
        true,
        true,
        false,
        Targets.all(),
        Duration.ofSeconds(1),
        0,
        Unwinding.AUTO,
        64 << 20,
        Rung.AUTO);
  }

  public SamplerConfig withEvent(Event value) {
    return with(draft -> draft.event = value);
  }

  public SamplerConfig withRate(Rate value) {
    return with(draft -> draft.rate = value);
  }

  public SamplerConfig withFrequency(int hertz) {
    return withRate(new Rate.Frequency(hertz));
  }

  public SamplerConfig withKernelFrames(boolean value) {
    return with(draft -> draft.kernelFrames = value);
  }

  public SamplerConfig withUserFrames(boolean value) {
    return with(draft -> draft.userFrames = value);
  }

  public SamplerConfig withIdle(boolean value) {
    return with(draft -> draft.idle = value);
  }

  public SamplerConfig withTargets(Targets value) {
    return with(draft -> draft.targets = value);
  }

  public SamplerConfig withSlack(Duration value) {
    return with(draft -> draft.slack = value);
  }

  public SamplerConfig withRingBytes(int value) {
    return with(draft -> draft.ringBytes = value);
  }

  public SamplerConfig withUnwinding(Unwinding value) {
    return with(draft -> draft.unwinding = value);
  }

  public SamplerConfig withUnwindBytes(int value) {
    return with(draft -> draft.unwindBytes = value);
  }

  public SamplerConfig withRung(Rung value) {
    return with(draft -> draft.rung = value);
  }

  private SamplerConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** The same fields, open for change. */
  private static final class Draft {
    Event event;
    Rate rate;
    boolean kernelFrames;
    boolean userFrames;
    boolean idle;
    Targets targets;
    Duration slack;
    int ringBytes;
    Unwinding unwinding;
    int unwindBytes;
    Rung rung;

    Draft(SamplerConfig config) {
      this.event = config.event;
      this.rate = config.rate;
      this.kernelFrames = config.kernelFrames;
      this.userFrames = config.userFrames;
      this.idle = config.idle;
      this.targets = config.targets;
      this.slack = config.slack;
      this.ringBytes = config.ringBytes;
      this.unwinding = config.unwinding;
      this.unwindBytes = config.unwindBytes;
      this.rung = config.rung;
    }

    SamplerConfig finished() {
      return new SamplerConfig(
          event,
          rate,
          kernelFrames,
          userFrames,
          idle,
          targets,
          slack,
          ringBytes,
          unwinding,
          unwindBytes,
          rung);
    }
  }
}
