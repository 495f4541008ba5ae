package dev.brazier.container.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every process of a host, looked at one after the other.
 *
 * @param processes by ascending pid; those that ended meanwhile are not in it
 * @param unreadable why other processes could not be looked at, one entry for each
 */
public record ProcessScan(List<TargetProcess> processes, List<String> unreadable) {

  public ProcessScan {
    processes = List.copyOf(processes);
    unreadable = List.copyOf(unreadable);
  }

  /** Looks at every process that {@code /proc} lists; about 0.2 ms each. */
  public static ProcessScan of(ProcRoot proc) throws IOException {
    List<TargetProcess> processes = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (int pid : proc.pids()) {
      ProcReading<TargetProcess> reading = TargetProcess.read(proc, pid);
      if (reading instanceof ProcReading.Read<TargetProcess> read) {
        processes.add(read.value());
      } else if (reading instanceof ProcReading.Unreadable<TargetProcess> failure) {
        unreadable.add(failure.reason());
      }
    }
    return new ProcessScan(processes, unreadable);
  }
}
