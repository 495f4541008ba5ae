package dev.brazier.bpf;

import dev.brazier.bpf.SamplingEvent.Attribute;
import dev.brazier.bpf.perf.SampleFormat;
import java.util.List;

/**
 * The perf events that this kernel accepts for an engine, found by opening one of them.
 *
 * @param format what their samples hold
 */
record RingEvents(Engine engine, SamplerConfig config, EventChoice choice, SampleFormat format) {

  /**
   * Tries events until one is accepted.
   *
   * @param notes gets a sentence when another event is used than asked for
   * @throws BpfException when the kernel refuses all
   */
  static RingEvents probe(Engine engine, SamplerConfig config, int cpu, List<String> notes) {
    boolean chain = config.kernelFrames() || config.userFrames();
    try {
      return probe(engine, config, cpu, new SampleFormat(chain, true), notes);
    } catch (BpfException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // This kernel was built without CONFIG_CGROUP_PERF: /proc tells the cgroup.
      return probe(engine, config, cpu, new SampleFormat(chain, false), notes);
    }
  }

  private static RingEvents probe(
      Engine engine, SamplerConfig config, int cpu, SampleFormat format, List<String> notes) {
    int tid = engine == Engine.PERF ? SamplingEvent.ALL_PROCESSES : SamplingEvent.THIS_THREAD;
    EventChoice choice =
        EventChoice.of(
            config.event(),
            config.rate(),
            notes,
            attempt -> {
              RingEvents events = new RingEvents(engine, config, attempt, format);
              SamplingEvent.open(events.attribute(0), tid, cpu).close();
            });
    return new RingEvents(engine, config, choice, format);
  }

  /** How an event is to be opened that writes to a ring of this size. */
  Attribute attribute(int ringBytes) {
    boolean all = engine == Engine.PERF;
    return new Attribute(choice, config, format, all, !all, ringBytes / 2);
  }

  /** Opens the event that a CPU's ring belongs to. */
  SamplingEvent openRing(int cpu, int ringBytes) {
    Attribute attribute = attribute(ringBytes);
    return engine == Engine.PERF
        ? SamplingEvent.open(attribute, SamplingEvent.ALL_PROCESSES, cpu)
        : SamplingEvent.openDummy(attribute.withoutInheritance(), cpu);
  }
}
