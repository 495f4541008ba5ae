package dev.brazier.container.process;

import dev.brazier.container.elf.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The ELF image that the kernel maps into every process, read from our own memory. */
public final class VdsoImage {
  private static final long LARGEST = 1 << 20;

  private VdsoImage() {}

  /**
   * A copy of it, two pages or so. Unreadable when this process was started with file capabilities
   * (it is not dumpable then, and its memory file belongs to root).
   */
  public static ProcReading<ByteSource> read() {
    Path self = Path.of("/proc/self");
    int pid = (int) ProcessHandle.current().pid();
    ProcReading<Mappings> own = ProcRoot.host().mappings(pid);
    if (!(own instanceof ProcReading.Read<Mappings> mappings)) {
      return ProcReading.retype(own);
    }
    Optional<Mapping> vdso =
        mappings.value().asList().stream().filter(m -> m.kind() == MappingKind.VDSO).findFirst();
    if (vdso.isEmpty()) {
      return new ProcReading.Unreadable<>("read vdso: this kernel maps none (booted with vdso=0?)");
    }
    long length = vdso.get().end() - vdso.get().start();
    if (length > LARGEST) {
      return new ProcReading.Unreadable<>("read vdso: longer than " + LARGEST + " bytes");
    }
    try (FileChannel memory = FileChannel.open(self.resolve("mem"), StandardOpenOption.READ)) {
      return new ProcReading.Read<>(copy(memory, vdso.get().start(), (int) length));
    } catch (IOException failure) {
      return new ProcReading.Unreadable<>("read vdso: " + failure);
    }
  }

  private static ByteSource copy(FileChannel memory, long start, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && memory.read(bytes, start + bytes.position()) > 0) {
      // Read to the end of the mapping.
    }
    return ByteSource.of(bytes.array());
  }
}
