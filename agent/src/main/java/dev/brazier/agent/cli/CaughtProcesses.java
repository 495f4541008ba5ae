package dev.brazier.agent.cli;

import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.seccomp.AuditRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names the container of a process that the kernel's log speaks of, if it still lives. */
final class CaughtProcesses {

  /**
   * The kernel's start times are as coarse as its clock tick, and so is what Java makes of them.
   */
  private static final long CLOCK_MILLIS = 1000;

  private static final String ENDED = "(ended)";
  private static final String HOST = "host";

  private final ContainerDirectory directory;
  private final Map<Integer, String> names = new HashMap<>();

  CaughtProcesses(ContainerDirectory directory) {
    this.directory = directory;
  }

  /** Those of the host whose {@code /proc} this is. */
  static CaughtProcesses ofHost(Path hostRoot) {
    return new CaughtProcesses(new ContainerDirectory(ProcRoot.host(), hostRoot));
  }

  /**
   * The container's name, {@code host} for a process in none, and {@code (ended)} for one that is
   * gone, even when another has its pid now.
   */
  String container(AuditRecord record) {
    Optional<Instant> start =
        ProcessHandle.of(record.pid()).flatMap(process -> process.info().startInstant());
    boolean later =
        record.millis() > 0
            && start.isPresent()
            && start.get().toEpochMilli() > record.millis() + CLOCK_MILLIS;
    return start.isEmpty() || later ? ENDED : names.computeIfAbsent(record.pid(), this::name);
  }

  private String name(int pid) {
    return directory.containerOf(pid).map(Container::displayName).orElse(HOST);
  }
}
