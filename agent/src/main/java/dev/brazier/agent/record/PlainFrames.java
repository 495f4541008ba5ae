package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.bpf.FrameWord;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.MappingKind;
import dev.brazier.container.process.Mappings;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Locates the user frames that the kernel does not (before 6.1, or without BPF): reads the mappings
 * of a process when it is first sampled, and again, at most ten times a second, when an address is
 * in none of them. What this cannot do is lost then: a process that is gone by then keeps its
 * frames as bare addresses.
 */
final class PlainFrames {

  private static final long REREAD_NANOS = 100_000_000L;

  private final ProcRoot proc;
  private final MappedFiles files;
  private final Map<ProcessKey, AddressSpace> spaces = new HashMap<>();

  PlainFrames(ProcRoot proc, MappedFiles files) {
    this.proc = proc;
    this.files = files;
  }

  private static final class AddressSpace {
    private Mappings mappings = Mappings.of(java.util.List.of());
    private long readNanos;
    private boolean known;
  }

  /**
   * Replaces runtime addresses by places in files, in place.
   *
   * @return how many frames are code: fewer than {@code count} when a return address is not, which
   *     means that the chain of frame pointers is broken there
   */
  int locate(ProfileProcess process, long[] words, int first, int count) {
    AddressSpace space =
        spaces.computeIfAbsent(
            new ProcessKey(process.pid(), process.startTicks()), unused -> new AddressSpace());
    for (int i = 0; i < count; i++) {
      long word = words[first + i];
      if (FrameWord.kind(word) != FrameWord.Kind.USER) {
        continue;
      }
      long address = FrameWord.runtimeAddress(word);
      Optional<Mapping> mapping = find(space, process.pid(), address);
      if (mapping.isPresent() && mapping.get().permissions().execute()) {
        words[first + i] = word(process.pid(), mapping.get(), address, word);
      } else if (i > 0 && space.known) {
        return i;
      }
    }
    return count;
  }

  private Optional<Mapping> find(AddressSpace space, int pid, long address) {
    Optional<Mapping> found = space.mappings.at(address);
    long now = System.nanoTime();
    if (found.isPresent() || (space.readNanos != 0 && now - space.readNanos < REREAD_NANOS)) {
      return found;
    }
    space.readNanos = now;
    proc.mappings(pid)
        .found()
        .ifPresent(
            mappings -> {
              space.mappings = mappings;
              space.known = true;
            });
    return space.mappings.at(address);
  }

  private long word(int pid, Mapping mapping, long address, long unlocated) {
    if (mapping.kind() == MappingKind.VDSO) {
      return FrameWord.ofFile(files.vdso(), address - mapping.start());
    }
    if (mapping.kind() != MappingKind.FILE) {
      return unlocated;
    }
    int file = files.hold(FileRequest.of(pid, mapping));
    return FrameWord.ofFile(file, address - mapping.start() + mapping.fileOffset());
  }
}
