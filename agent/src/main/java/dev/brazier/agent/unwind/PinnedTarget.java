package dev.brazier.agent.unwind;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.process.FileIdentity;
import dev.brazier.container.process.PinnedFile;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessKey;
import dev.brazier.container.process.ProcessRoots;
import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.FileKey;
import dev.brazier.container.symbol.TargetFile;
import java.nio.file.Path;
import java.util.List;

/** A held file as the symbol cache wants to see it. */
public record PinnedTarget(ProcRoot proc, int pid, PinnedFile file) implements TargetFile {

  @Override
  public FileKey key() {
    FileIdentity identity = file.identity();
    long device = (long) identity.device().major() << 32 | identity.device().minor();
    return new FileKey(device, identity.inode(), identity.size(), identity.modified());
  }

  @Override
  public ByteSource open() {
    return file.bytes();
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public DebugFileRoots debugRoots() {
    return proc.stat(pid)
        .found()
        .<DebugFileRoots>map(stat -> new ProcessRoots(proc, new ProcessKey(pid, stat.startTicks())))
        .orElse(() -> List.of(Path.of("/")));
  }
}
