package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import java.util.Optional;

/** Gives access to the files that the kernel met. */
public interface UnwindFiles {

  /**
   * Takes hold of a file, or answers with the one that is held; empty when there is no way to it.
   */
  Optional<UnwindSource> open(FileSighting file);
}
