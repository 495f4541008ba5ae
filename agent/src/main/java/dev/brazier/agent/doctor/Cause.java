package dev.brazier.agent.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * One layer that stands in the way.
 *
 * @param evidence how that is known, as a statement in lower case
 * @param mending the least that would take it away
 */
record Cause(Layer layer, String evidence, Mending mending) {

  /** What a person can do about a layer; values of one kind add up to a {@link Prescription}. */
  sealed interface Mending {
    /** The process has to be given a capability. */
    record Grant(Capability capability) implements Mending {}

    /** The seccomp profile has to allow what brazier calls. */
    record AllowCalls() implements Mending {}

    /** A kernel setting has to be changed, for the whole machine. */
    record Setting(String name, int value, String why) implements Mending {}

    /** One namespace of the host's has to be shared. */
    record ShareNamespace(Namespace namespace) implements Mending {}

    /** RLIMIT_MEMLOCK has to be raised. */
    record LockMemory() implements Mending {}

    /** Nothing that could be printed as a line: said in words. */
    record Words(String text) implements Mending {}
  }

  /** The namespaces that matter. */
  enum Namespace {
    USER,
    PID
  }

  /** What each capability opens, and who it is missing from. */
  static List<Cause> lacking(Capability wanted, Surroundings at) {
    Surroundings.Rights rights = at.rights();
    List<Cause> causes = new ArrayList<>();
    if (rights.effective().has(wanted)) {
      return causes;
    }
    Mending grant = new Mending.Grant(wanted);
    if (rights.permitted().has(wanted)) {
      causes.add(
          new Cause(
              Layer.CAPABILITY_NOT_EFFECTIVE,
              wanted + " is permitted (CapPrm) but not raised (CapEff)",
              grant));
      return causes;
    }
    if (!rights.bounding().has(wanted)) {
      causes.add(
          new Cause(
              Layer.CAPABILITY_MISSING,
              "the bounding set (CapBnd) lacks %s: it was not granted".formatted(wanted),
              grant));
      return causes;
    }
    Cause notPermitted =
        new Cause(
            Layer.CAPABILITY_NOT_PERMITTED,
            "the bounding set holds %s, but uid %d has it neither ambient nor from file capabilities (CapPrm)"
                .formatted(wanted, rights.uid()),
            grant);
    if (!rights.noNewPrivileges()) {
      causes.add(notPermitted);
      return causes;
    }
    boolean ignored = rights.launcher().has(wanted);
    Cause noNewPrivileges =
        new Cause(
            Layer.NO_NEW_PRIVILEGES,
            ignored
                ? "NoNewPrivs is 1: the file capability %s of brazier-launch was ignored"
                    .formatted(wanted)
                : "NoNewPrivs is 1: file capabilities would be ignored",
            grant);
    causes.add(ignored ? noNewPrivileges : notPermitted);
    causes.add(ignored ? notPermitted : noNewPrivileges);
    return causes;
  }

  static Cause inWords(Layer layer, String evidence, String mending) {
    return new Cause(layer, evidence, new Mending.Words(mending));
  }
}
