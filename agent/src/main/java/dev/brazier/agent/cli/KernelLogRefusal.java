package dev.brazier.agent.cli;

import dev.brazier.container.process.ProcFormatException;
import dev.brazier.container.process.ProcStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What stands between this process and the kernel's log.
 *
 * @param present there is a device to read it from; runtimes leave it out of containers
 * @param restricted {@code kernel.dmesg_restrict} lets only CAP_SYSLOG read it
 * @param syslog the effective capabilities hold CAP_SYSLOG
 */
record KernelLogRefusal(boolean present, boolean restricted, boolean syslog) {

  private static final int CAP_SYSLOG = 34; // linux/capability.h

  private static final String PIPE = "or pipe it in: dmesg | brazier seccomp decode";

  /** Of this process. */
  static KernelLogRefusal here() {
    return new KernelLogRefusal(
        Files.exists(Path.of(KernelLog.DEVICE)),
        read("/proc/sys/kernel/dmesg_restrict").strip().equals("1"),
        holdsSyslog(read("/proc/self/status")));
  }

  private static boolean holdsSyslog(String status) {
    try {
      return (ProcStatus.parse(status).effectiveCapabilities() >>> CAP_SYSLOG & 1) != 0;
    } catch (ProcFormatException e) {
      return false; // Nothing is there to read: no /proc.
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      return "";
    }
  }

  /** What to tell when the log could not be read. */
  CommandFailure failure(IOException e) {
    if (!present) {
      return CommandFailure.failed(
          "read the kernel's log: there is no /dev/kmsg here; start a container with --device"
              + " /dev/kmsg and --cap-add SYSLOG, "
              + PIPE,
          e);
    }
    if (!syslog) {
      return CommandFailure.notPermitted(
          "read the kernel's log: CAP_SYSLOG is missing"
              + (restricted ? " and kernel.dmesg_restrict is 1" : "")
              + ": run as root or grant it, "
              + PIPE,
          e);
    }
    return CommandFailure.notPermitted(
        "read the kernel's log: /dev/kmsg is refused although CAP_SYSLOG is there; start a"
            + " container with --device /dev/kmsg and in the host's user namespace, "
            + PIPE,
        e);
  }
}
