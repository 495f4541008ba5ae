package dev.brazier.bpf;

/** How often a CPU is sampled. */
public sealed interface Rate {

  /** So many samples a second on each CPU. */
  record Frequency(int hertz) implements Rate {
    public Frequency {
      if (hertz <= 0) {
        throw new IllegalArgumentException("sampling frequency " + hertz + " Hz is not positive");
      }
    }

    @Override
    public String toString() {
      return hertz + " Hz";
    }
  }

  /** One sample each time the event has counted this far: nanoseconds for cpu-clock, or cycles. */
  record Period(long events) implements Rate {
    public Period {
      if (events <= 0) {
        throw new IllegalArgumentException("sampling period " + events + " is not positive");
      }
    }

    @Override
    public String toString() {
      return "every " + events;
    }
  }
}
