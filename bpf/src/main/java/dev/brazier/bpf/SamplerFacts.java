package dev.brazier.bpf;

import java.util.ArrayList;
import java.util.List;

/**
 * How a sampler really works on this machine.
 *
 * @param engine the program that loads here
 * @param event the event that exists here
 * @param rate the rate asked for, in the units of that event
 * @param cpus CPUs that were online when it was opened
 * @param rings how many rings samples travel through
 * @param bytesPerRing the size of each
 * @param pidNamespace inode of the PID namespace that tgids and tids are numbers of; 0 is the
 *     initial one
 * @param stackCopyBytes so much of the user stack comes with each sample, to be walked in user
 *     space; 0 when it is walked in the kernel
 * @param notes what differs from what was asked for, one sentence each
 */
public record SamplerFacts(
    Engine engine,
    Event event,
    Rate rate,
    List<Integer> cpus,
    int rings,
    int bytesPerRing,
    long pidNamespace,
    int stackCopyBytes,
    List<String> notes) {

  public SamplerFacts {
    cpus = List.copyOf(cpus);
    notes = List.copyOf(notes);
  }

  /** The same with more notes. */
  SamplerFacts withNotes(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new SamplerFacts(
        engine, event, rate, cpus, rings, bytesPerRing, pidNamespace, stackCopyBytes, all);
  }
}
