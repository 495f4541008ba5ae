package dev.brazier.bpf;

import java.util.List;

/** The event that exists here, found by opening it once; a stated fallback when it does not. */
record EventChoice(Event event, Rate rate) {

  /**
   * Tries the event on a CPU.
   *
   * @param notes gets a sentence when another event is used than asked for
   * @throws BpfException when no event can be opened
   */
  static EventChoice of(Event wanted, Rate rate, int cpu, List<String> notes) {
    try {
      PerfEvent.open(wanted, rate, cpu).close();
      return new EventChoice(wanted, rate);
    } catch (BpfException e) {
      if (wanted != Event.CYCLES || !isAbsent(e.errno())) {
        throw e;
      }
      notes.add(
          "no hardware counter for cycles here (%s): cpu-clock is used%s"
              .formatted(e.errnoName(), period(rate)));
      return of(Event.CPU_CLOCK, rate, cpu, notes);
    }
  }

  private static boolean isAbsent(int errno) {
    return errno == Errno.ENOENT || errno == Errno.EOPNOTSUPP || errno == Errno.ENODEV;
  }

  private static String period(Rate rate) {
    return rate instanceof Rate.Period period
        ? ", and the period of %d cycles is taken as nanoseconds".formatted(period.events())
        : "";
  }
}
