package dev.brazier.agent.unwind;

import dev.brazier.bpf.UnwindRows;
import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.process.PinnedFile;
import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.VdsoImage;
import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.TargetFile;
import dev.brazier.container.unwind.UnwindCompiler;
import dev.brazier.container.unwind.UnwindTable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The unwind information of an ELF file that is held, or of the vdso. */
public final class ElfUnwindSource implements UnwindSource {

  private final String name;
  private final long size;
  private final String path;
  private final Opening opening;
  private final DebugFileRoots debugRoots;
  private @Nullable ElfFile elf;

  /** Opens the bytes at first need. */
  private interface Opening {
    ByteSource open() throws IOException;
  }

  private ElfUnwindSource(
      String name, long size, String path, Opening opening, DebugFileRoots debugRoots) {
    this.name = name;
    this.size = size;
    this.path = path;
    this.opening = opening;
    this.debugRoots = debugRoots;
  }

  /** Of a file that {@code pid} maps. */
  public static ElfUnwindSource of(ProcRoot proc, int pid, PinnedFile file) {
    TargetFile target = new PinnedTarget(proc, pid, file);
    return new ElfUnwindSource(
        file.path().substring(file.path().lastIndexOf('/') + 1),
        file.identity().size(),
        file.path(),
        target::open,
        () -> target.debugRoots().roots());
  }

  public static ElfUnwindSource ofVdso() {
    return new ElfUnwindSource("[vdso]", 0, "", ElfUnwindSource::openVdso, DebugFileRoots.none());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Optional<CodeIdentity> identity() throws IOException, MalformedElfException {
    return CodeIdentity.of(elf());
  }

  @Override
  public Optional<UnwindRows> rows() throws IOException, MalformedElfException {
    UnwindTable table = table();
    return table.rows() == 0 ? Optional.empty() : Optional.of(UnwindTranslation.rows(table));
  }

  /** The same for who walks stacks in user space; without rows if it has none. */
  public UnwindTable table() throws IOException, MalformedElfException {
    return UnwindCompiler.compile(elf(), path, debugRoots);
  }

  private ElfFile elf() throws IOException, MalformedElfException {
    ElfFile read = elf;
    if (read == null) {
      read = ElfFile.read(opening.open());
      elf = read;
    }
    return read;
  }

  private static ByteSource openVdso() throws IOException {
    ProcReading<ByteSource> image = VdsoImage.read();
    if (image instanceof ProcReading.Unreadable<ByteSource> unreadable) {
      throw new IOException(unreadable.reason());
    }
    return image.found().orElseThrow(() -> new IOException("read vdso: gone"));
  }
}
