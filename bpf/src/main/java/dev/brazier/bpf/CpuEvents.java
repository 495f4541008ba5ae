package dev.brazier.bpf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program attached to one perf event on each CPU, following CPUs that come and go. */
final class CpuEvents implements AutoCloseable {
  private final BpfProgram program;
  private final EventChoice choice;
  private final Map<Integer, BpfLink> links = new HashMap<>();

  CpuEvents(BpfProgram program, EventChoice choice) {
    this.program = program;
    this.choice = choice;
  }

  /**
   * Opens the event on CPUs that are new and closes it on those that are gone.
   *
   * @throws BpfException when a CPU that is online refuses the event
   */
  void follow(List<Integer> online) {
    links
        .entrySet()
        .removeIf(
            link -> {
              boolean gone = !online.contains(link.getKey());
              if (gone) {
                link.getValue().close();
              }
              return gone;
            });
    for (int cpu : online) {
      if (!links.containsKey(cpu)) {
        attach(cpu);
      }
    }
  }

  private void attach(int cpu) {
    try (PerfEvent event = PerfEvent.open(choice.event(), choice.rate(), cpu)) {
      links.put(cpu, program.attach(event));
    } catch (BpfException e) {
      // It went offline since the list was read.
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    try (CloseStack all = new CloseStack()) {
      links.values().forEach(all::own);
      links.clear();
    }
  }
}
