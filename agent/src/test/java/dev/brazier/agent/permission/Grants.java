package dev.brazier.agent.permission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a person tells a container runtime to grant. */
enum Grants {
  NOTHING,
  PERFMON("CAP_PERFMON"),
  BPF("CAP_BPF"),
  PERFMON_BPF("CAP_PERFMON", "CAP_BPF"),
  WITH_SYS_PTRACE("CAP_PERFMON", "CAP_BPF", "CAP_SYS_PTRACE"),
  WITH_SYSLOG("CAP_PERFMON", "CAP_BPF", "CAP_SYS_PTRACE", "CAP_SYSLOG"),
  SYS_ADMIN("CAP_SYS_ADMIN"),
  /** All that root has here. */
  PRIVILEGED {
    @Override
    Set<String> names() {
      return OURS;
    }
  };

  /** By bit, as in {@code linux/capability.h}. */
  private static final List<String> NAMES =
      Arrays.stream(
              """
              CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP
              LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER
              SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE
              SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP
              MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF
              CHECKPOINT_RESTORE
              """
                  .split("\\s+"))
          .map("CAP_"::concat)
          .toList();

  private static final Set<String> OURS = ours();

  private final String names;

  Grants(String... names) {
    this.names = String.join(" ", names);
  }

  /** Such as {@code CAP_BPF}. */
  Set<String> names() {
    return names.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(names.split(" ")));
  }

  private static Set<String> ours() {
    try {
      String line =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(one -> one.startsWith("CapPrm:"))
              .findFirst()
              .orElseThrow();
      long bits = Long.parseUnsignedLong(line.substring("CapPrm:".length()).strip(), 16);
      Set<String> ours = new LinkedHashSet<>();
      for (int bit = 0; bit < NAMES.size(); bit++) {
        if ((bits >>> bit & 1) != 0) {
          ours.add(NAMES.get(bit));
        }
      }
      return ours;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
