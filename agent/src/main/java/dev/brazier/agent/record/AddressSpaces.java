package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.Mappings;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What processes have mapped, for frames that the kernel does not locate: read when a process is
 * first sampled, and again, at most ten times a second, when an address is in none of its mappings.
 */
final class AddressSpaces {

  private static final long REREAD_NANOS = 100_000_000L;

  private final ProcRoot proc;
  private final Map<ProcessKey, AddressSpace> spaces = new HashMap<>();

  AddressSpaces(ProcRoot proc) {
    this.proc = proc;
  }

  AddressSpace of(ProfileProcess process) {
    return spaces.computeIfAbsent(
        new ProcessKey(process.pid(), process.startTicks()),
        unused -> new AddressSpace(process.pid()));
  }

  /** One process's. */
  final class AddressSpace {
    private final int pid;
    private Mappings mappings = Mappings.of(List.of());
    private long readNanos;
    private boolean known;

    private AddressSpace(int pid) {
      this.pid = pid;
    }

    int pid() {
      return pid;
    }

    /** Whether its mappings could be read, once at least. */
    boolean known() {
      return known;
    }

    Optional<Mapping> at(long address) {
      Optional<Mapping> found = mappings.at(address);
      long now = System.nanoTime();
      if (found.isPresent() || (readNanos != 0 && now - readNanos < REREAD_NANOS)) {
        return found;
      }
      readNanos = now;
      proc.mappings(pid)
          .found()
          .ifPresent(
              read -> {
                mappings = read;
                known = true;
              });
      return mappings.at(address);
    }
  }
}
