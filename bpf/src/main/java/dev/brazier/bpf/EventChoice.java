package dev.brazier.bpf;

import java.util.List;
import java.util.function.Consumer;

/** The event that exists here, found by opening it once; a stated fallback when it does not. */
record EventChoice(Event event, Rate rate) {

  /**
   * Tries the event of all processes on a CPU.
   *
   * @param notes gets a sentence when another event is used than asked for
   * @throws BpfException when no event can be opened
   */
  static EventChoice of(Event wanted, Rate rate, int cpu, List<String> notes) {
    return of(
        wanted, rate, notes, choice -> PerfEvent.open(choice.event, choice.rate, cpu).close());
  }

  /** As {@link #of(Event, Rate, int, List)}, with another way to try the event. */
  static EventChoice of(
      Event wanted, Rate rate, List<String> notes, Consumer<EventChoice> attempt) {
    EventChoice choice = new EventChoice(wanted, rate);
    try {
      attempt.accept(choice);
      return choice;
    } catch (BpfException e) {
      if (wanted != Event.CYCLES || !isAbsent(e.errno())) {
        throw e;
      }
      notes.add(
          "no hardware counter for cycles here (%s): cpu-clock is used%s"
              .formatted(e.errnoName(), period(rate)));
      return of(Event.CPU_CLOCK, rate, notes, attempt);
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
