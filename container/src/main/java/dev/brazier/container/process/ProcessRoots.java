package dev.brazier.container.process;

import dev.brazier.container.symbol.DebugFileRoots;
import java.nio.file.Path;
import java.util.List;

/** Where debug files of a process may lie: in its own root while it lives, then in ours. */
public final class ProcessRoots implements DebugFileRoots {
  private static final Path OWN = Path.of("/");

  private final ProcRoot proc;
  private final ProcessKey process;

  public ProcessRoots(ProcRoot proc, ProcessKey process) {
    this.proc = proc;
    this.process = process;
  }

  @Override
  public List<Path> roots() {
    return TargetProcess.isAlive(proc, process)
        ? List.of(proc.of(process.pid()).resolve("root"), OWN)
        : List.of(OWN);
  }
}
