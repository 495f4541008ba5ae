package dev.brazier.agent.record;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the host's files are, as opposed to those of a container that we may run in. */
public final class HostRoot {

  private static final Path OF_INIT = Path.of("/proc/1/root");

  private HostRoot() {}

  /**
   * The root directory of process 1: the host's when we share its PID namespace. Our own where that
   * may not be looked at, which takes CAP_SYS_PTRACE.
   */
  public static Path visible() {
    return Files.isReadable(OF_INIT) ? OF_INIT : Path.of("/");
  }
}
