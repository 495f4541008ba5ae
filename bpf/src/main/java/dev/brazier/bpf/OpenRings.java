package dev.brazier.bpf;

import java.util.List;

/**
 * The rings of all CPUs, and the events that write to them.
 *
 * @param events what samples are made of
 */
record OpenRings(RingEvents events, CpuRings rings) {

  /**
   * Opens rings. Where less memory may be locked than the copies of user stacks want, the copies
   * are made smaller, or left out, rather than samples lost.
   *
   * @param notes gets sentences on what is less than wanted
   * @throws BpfException when an event is refused, or the smallest ring there is
   */
  static OpenRings open(RingEvents events, List<Integer> cpus, int page, List<String> notes) {
    EventChoice choice = events.choice();
    SamplerConfig config = events.config();
    int copy = events.format().stackBytes();
    RingPlan plan =
        RingPlan.perCpu(
            choice.event(),
            choice.rate(),
            cpus.size(),
            config.slack(),
            config.ringBytes(),
            page,
            copy);
    CpuRings rings =
        CpuRings.open(cpus, plan.bytesPerRing(), events.format(), events::openRing, notes);
    int fits = RingPlan.copyThatFits(choice.event(), choice.rate(), rings.bytesPerRing());
    if (fits >= copy) {
      return new OpenRings(events, rings);
    }
    int bytes = rings.bytesPerRing();
    rings.close();
    notes.add(smaller(fits, copy));
    RingEvents less = events.withCopies(fits);
    return new OpenRings(less, CpuRings.open(cpus, bytes, less.format(), less::openRing, notes));
  }

  private static String smaller(int fits, int copy) {
    return fits == 0
        ? "user stacks are not copied but walked by frame pointers, as the rings are too small for this rate"
        : "samples hold %d KiB of user stacks instead of %d, as the rings have no room for more at this rate: deeper stacks are cut"
            .formatted(fits >> 10, copy >> 10);
  }
}
