package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.record.AddressSpaces.AddressSpace;
import dev.brazier.bpf.FrameWord;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.MappingKind;
import java.util.Optional;

/**
 * Locates the user frames that the kernel does not (before 6.1, or without BPF). A process that is
 * gone by then keeps its frames as bare addresses.
 */
final class PlainFrames {

  private final AddressSpaces spaces;
  private final MappedFiles files;

  PlainFrames(AddressSpaces spaces, MappedFiles files) {
    this.spaces = spaces;
    this.files = files;
  }

  /**
   * Replaces runtime addresses by places in files, in place.
   *
   * @return how many frames are code: fewer than {@code count} when a return address is not, which
   *     means that the chain of frame pointers is broken there
   */
  int locate(ProfileProcess process, long[] words, int first, int count) {
    AddressSpace space = spaces.of(process);
    for (int i = 0; i < count; i++) {
      long word = words[first + i];
      if (FrameWord.kind(word) != FrameWord.Kind.USER) {
        continue;
      }
      long address = FrameWord.runtimeAddress(word);
      Optional<Mapping> mapping = space.at(address);
      if (mapping.isPresent() && mapping.get().permissions().execute()) {
        words[first + i] = word(process.pid(), mapping.get(), address, word);
      } else if (i > 0 && space.known()) {
        return i;
      }
    }
    return count;
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
