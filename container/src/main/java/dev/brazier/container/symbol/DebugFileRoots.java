package dev.brazier.container.symbol;

import java.nio.file.Path;
import java.util.List;

/** The folders that are searched as if each were the root of a file system. */
@FunctionalInterface
public interface DebugFileRoots {

  /**
   * The roots in the order of preference: the target's ({@code /proc/PID/root}), then the host's.
   */
  List<Path> roots();

  /** No roots: separate debug files are not looked for. */
  static DebugFileRoots none() {
    return List::of;
  }
}
