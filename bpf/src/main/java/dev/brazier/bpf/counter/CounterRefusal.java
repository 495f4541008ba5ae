package dev.brazier.bpf.counter;

import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.PerfDescriptor.Answer;
import dev.brazier.bpf.PermissionRefusedException;

/**
 * Why an event is not counted at a place.
 *
 * @param why what kind of reason it is
 * @param reason for a person, without the event and the place
 * @param answer what the kernel said
 */
public record CounterRefusal(Why why, String reason, Answer.Refused answer) {

  /** Kinds of reasons. */
  public enum Why {
    /** This machine has no such counter. */
    ABSENT,
    /** A privilege is missing. */
    NOT_PERMITTED,
    /** The thread has ended, the CPU is offline, or counters cannot be had for such a cgroup. */
    NO_SUCH_PLACE,
    /** Anything else, such as too many open files. */
    FAILED
  }

  /** The error's symbol, {@code ENOENT}. */
  public String errno() {
    return answer.errnoName();
  }

  /**
   * The same for whoever cannot go on.
   *
   * @param operation a lower-case verb phrase with its object: {@code count process 4711}
   */
  public BpfException failure(String operation) {
    return answer.failure(operation, reason);
  }

  /** From what {@code perf_event_open(2)} says; its manual page lists the errors. */
  static CounterRefusal of(CounterEvent event, CounterPlace place, Answer.Refused answer) {
    return switch (answer.errnoName()) {
      case "EPERM", "EACCES" -> notPermitted(answer, "");
      case "ENOENT", "EOPNOTSUPP", "EINVAL" -> absent(event, place, answer);
      case "ENODEV" -> new CounterRefusal(Why.NO_SUCH_PLACE, "the CPU is offline", answer);
      case "ESRCH" -> new CounterRefusal(Why.NO_SUCH_PLACE, "it has ended", answer);
      case "EBADF" -> new CounterRefusal(Why.NO_SUCH_PLACE, "it is no cgroup to perf", answer);
      case "EMFILE" ->
          new CounterRefusal(
              Why.FAILED, "too many open files; raise the limit with 'ulimit -n'", answer);
      default -> new CounterRefusal(Why.FAILED, "the kernel refuses it", answer);
    };
  }

  /** For an event that happens in the kernel alone, where the kernel may not be looked at. */
  static CounterRefusal kernelHidden(Answer.Refused answer) {
    return notPermitted(answer, "it happens in the kernel; ");
  }

  private static CounterRefusal notPermitted(Answer.Refused answer, String before) {
    String reason =
        answer.failure("count", "") instanceof PermissionRefusedException refused
            ? refused.current() + ": " + refused.remedy()
            : "a privilege is missing";
    return new CounterRefusal(Why.NOT_PERMITTED, before + reason, answer);
  }

  private static CounterRefusal absent(
      CounterEvent event, CounterPlace place, Answer.Refused answer) {
    if (event.hardware()) {
      return new CounterRefusal(Why.ABSENT, "this machine offers no such hardware counter", answer);
    }
    return place instanceof CounterPlace.Cgroup
        ? new CounterRefusal(
            Why.NO_SUCH_PLACE, "the perf_event controller does not know this cgroup", answer)
        : new CounterRefusal(Why.ABSENT, "this kernel does not count it", answer);
  }
}
