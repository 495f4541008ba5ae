package dev.brazier.bpf;

import dev.brazier.bpf.SamplingEvent.Attribute;
import dev.brazier.bpf.perf.SampleFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The perf events that this kernel accepts for an engine, found by opening one of them.
 *
 * @param format what their samples hold
 */
record RingEvents(Engine engine, SamplerConfig config, EventChoice choice, SampleFormat format) {
  /**
   * Of the user stack in each sample, where the rings have room for it: less cuts the stacks of
   * compilers and interpreters, more is hardly ever needed.
   */
  private static final int COPY_BYTES = 32 << 10;

  /**
   * Tries events until one is accepted.
   *
   * @param notes gets a sentence when another event is used than asked for
   * @throws BpfException when the kernel refuses all
   */
  static RingEvents probe(Engine engine, SamplerConfig config, int cpu, List<String> notes) {
    boolean chain = config.kernelFrames() || config.userFrames();
    boolean copies = config.userFrames() && config.unwinding() != Unwinding.FRAME_POINTERS;
    SampleFormat plain = new SampleFormat(chain, true);
    List<SampleFormat> formats = new ArrayList<>();
    if (copies) {
      formats.add(withCopies(plain, COPY_BYTES));
      formats.add(withCopies(new SampleFormat(chain, false), COPY_BYTES));
    }
    formats.add(plain);
    // A kernel without CONFIG_CGROUP_PERF knows no cgroups here: /proc tells them.
    formats.add(new SampleFormat(chain, false));
    return probe(engine, config, cpu, formats, notes);
  }

  private static RingEvents probe(
      Engine engine,
      SamplerConfig config,
      int cpu,
      List<SampleFormat> formats,
      List<String> notes) {
    try {
      return probe(engine, config, cpu, formats.get(0), notes);
    } catch (BpfException e) {
      boolean format = e.errno() == Errno.EINVAL || e.errno() == Errno.EOPNOTSUPP;
      if (!format || formats.size() == 1) {
        throw e;
      }
      return probe(engine, config, cpu, formats.subList(1, formats.size()), notes);
    }
  }

  /** A sample's format with so much of the user stack, and the registers to walk it by. */
  private static SampleFormat withCopies(SampleFormat format, int bytes) {
    return bytes == 0
        ? new SampleFormat(format.chain(), format.cgroup())
        : new SampleFormat(
            format.chain(), format.cgroup(), StackCopy.mask(Machine.current()), bytes);
  }

  /** The same with copies of another size; none with 0. */
  RingEvents withCopies(int bytes) {
    return new RingEvents(engine, config, choice, withCopies(format, bytes));
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
