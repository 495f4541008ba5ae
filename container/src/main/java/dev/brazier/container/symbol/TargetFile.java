package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import java.io.IOException;

/** A file that a target has mapped, as far as finding its symbols needs to know it. */
public interface TargetFile {

  /** Which state of which file it is. */
  FileKey key();

  /**
   * The contents. The cache closes the source when it lets go of the symbols, and may read names
   * from it until then: it should lead to the same contents even when the target is gone.
   *
   * @throws FileUnavailableException if there is no way to the file, with the reason
   * @throws IOException for any other failure, shown as {@link UnnamedReason#FILE_UNREADABLE}
   */
  ByteSource open() throws IOException;

  /** The path inside the target's root, for finding a debug file beside it; may be empty. */
  String path();

  /** Where debug files are looked for: the target's root and the host's. */
  DebugFileRoots debugRoots();
}
