package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.SampleWeight;
import dev.brazier.bpf.Counter;
import dev.brazier.bpf.Event;
import dev.brazier.bpf.Rate;
import dev.brazier.bpf.Sampler;
import dev.brazier.bpf.SamplerCounters;
import dev.brazier.bpf.SamplerFacts;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the truth about a recording from the counters of everything that took part. */
final class FactsAssembly {

  private static final String HOST_NAME = "/proc/sys/kernel/hostname";

  private final SamplerFacts sampler;
  private final SamplerCounters counters;
  private final SampleCollector collector;
  private final UnwindFacts unwind;
  private final List<String> targetNotes;

  FactsAssembly(
      Sampler sampler, SampleCollector collector, UnwindFacts unwind, List<String> targetNotes) {
    this.sampler = sampler.facts();
    this.counters = sampler.counters();
    this.collector = collector;
    this.unwind = unwind;
    this.targetNotes = targetNotes;
  }

  /** Samples that were taken and did not arrive whole. */
  static long lost(SamplerCounters counters) {
    return counters.total(Counter.RING_FULL) + counters.malformed();
  }

  ProfileFacts facts(Instant started, Duration duration) {
    return new ProfileFacts(
        hostName(),
        started,
        duration,
        sampler.event().toString(),
        rate(),
        unwind.engineLine(),
        sampler.cpus().size(),
        weight(),
        balance(),
        notes());
  }

  private SampleBalance balance() {
    Map<Integer, Long> lostByCpu = new HashMap<>();
    for (int cpu = 0; cpu < counters.cpus().size(); cpu++) {
      long lost = counters.cpus().get(cpu).getOrDefault(Counter.RING_FULL, 0L);
      if (lost > 0) {
        lostByCpu.put(cpu, lost);
      }
    }
    return new SampleBalance(
        counters.total(Counter.TICKS),
        counters.total(Counter.IDLE),
        counters.total(Counter.FILTERED) + collector.otherNames(),
        counters.total(Counter.HIDDEN),
        collector.received(),
        lost(counters),
        lostByCpu);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>(sampler.notes());
    notes.addAll(targetNotes);
    notes.addAll(unwind.notes());
    note(notes, Counter.REQUEST_LOST, "requests for files came too fast and were repeated");
    note(notes, Counter.FILES_FULL, "frames have no file: too many files for the kernel's table");
    note(notes, Counter.NO_KERNEL_STACK, "samples in the kernel lack their kernel frames");
    note(notes, Counter.CHILD_LOST, "children of targets were not recorded: table full");
    SampleTimes times = collector.times();
    note(notes, times == null ? 0 : times.refused(), "samples, the last ones, have no time");
    return notes;
  }

  private void note(List<String> notes, Counter counter, String text) {
    note(notes, counters.total(counter), text);
  }

  private static void note(List<String> notes, long count, String text) {
    if (count > 0) {
      notes.add(String.format(Locale.ROOT, "%,d %s", count, text));
    }
  }

  private String rate() {
    if (sampler.rate() instanceof Rate.Frequency frequency) {
      return frequency.hertz() + " Hz";
    }
    long events = ((Rate.Period) sampler.rate()).events();
    return String.format(
        Locale.ROOT, "every %,d %s", events, sampler.event() == Event.CPU_CLOCK ? "ns" : "cycles");
  }

  private SampleWeight weight() {
    boolean timed = sampler.event() == Event.CPU_CLOCK;
    if (sampler.rate() instanceof Rate.Frequency frequency) {
      // The kernel varies the period of the cycle counter to keep to the frequency.
      return timed
          ? SampleWeight.of(Math.round(1e9 / frequency.hertz()), SampleWeight.NANOSECONDS)
          : SampleWeight.SAMPLES;
    }
    long events = ((Rate.Period) sampler.rate()).events();
    return SampleWeight.of(events, timed ? SampleWeight.NANOSECONDS : "cycles");
  }

  private static String hostName() {
    // A sysctl must be read in one go, which Files.readString does not do.
    try (InputStream in = new FileInputStream(HOST_NAME)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unknown host";
    }
  }
}
