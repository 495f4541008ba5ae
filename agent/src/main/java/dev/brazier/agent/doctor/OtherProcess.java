package dev.brazier.agent.doctor;

import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A process to try access on: one that is not ours to look at by itself. */
final class OtherProcess {
  private OtherProcess() {}

  /**
   * A process of another user; where all are ours, one that holds capabilities which we do not (the
   * kernel guards it as it does another user's, see ptrace(2)).
   *
   * <p>Process 1 is the last choice, and none where we hold CAP_SYS_PTRACE: whoever made the
   * machine may have sealed it against everybody, so that its refusal says nothing of the others.
   *
   * @return its pid; empty where {@code /proc} shows none
   */
  static Optional<Integer> find(ProcRoot proc, Surroundings.Rights rights) throws IOException {
    Optional<Integer> last = Optional.empty();
    for (int pid : proc.pids()) {
      if (!(proc.status(pid) instanceof ProcReading.Read<ProcStatus> read)
          || !isProgram(proc, pid)) {
        continue;
      }
      ProcStatus status = read.value();
      boolean foreign = status.uid() != rights.uid();
      if (foreign && pid != 1) {
        return Optional.of(pid);
      }
      boolean sealed = pid == 1 && rights.effective().has(Capability.CAP_SYS_PTRACE);
      if (sealed) {
        continue;
      }
      if (foreign || (status.effectiveCapabilities() & ~rights.permitted().bits()) != 0) {
        last = Optional.of(pid);
      }
    }
    return last;
  }

  /** Threads of the kernel, and processes that have ended, have no command line. */
  private static boolean isProgram(ProcRoot proc, int pid) {
    return proc.commandLine(pid) instanceof ProcReading.Read<List<String>> read
        && !read.value().isEmpty();
  }
}
