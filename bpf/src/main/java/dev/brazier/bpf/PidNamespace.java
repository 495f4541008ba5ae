package dev.brazier.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Our PID namespace.
 *
 * @param inode of {@code /proc/self/ns/pid}; 0 for the initial one, in which the kernel's own
 *     numbers hold
 */
record PidNamespace(long inode) {
  /** {@code PROC_PID_INIT_INO} of {@code linux/proc_ns.h}. */
  private static final long INITIAL = 0xeffffffcL;

  /**
   * Finds out which it is.
   *
   * @throws BpfException when {@code /proc} shows the processes of another one: every pid would be
   *     somebody else's
   */
  static PidNamespace ofThisProcess() {
    try {
      return parse(
          Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(),
          Files.readSymbolicLink(Path.of("/proc/self")).toString(),
          ProcessHandle.current().pid());
    } catch (IOException e) {
      throw new BpfException(
          "find out our PID namespace: " + e + "; /proc must be mounted and readable", e);
    }
  }

  /**
   * Reads the links.
   *
   * @param namespace target of {@code /proc/self/ns/pid}, {@code pid:[4026531836]}
   * @param self target of {@code /proc/self}
   * @param pid what getpid says
   */
  static PidNamespace parse(String namespace, String self, long pid) {
    if (!self.equals(Long.toString(pid))) {
      throw new BpfException(
          "find out our PID namespace",
          0,
          "/proc shows us as pid "
              + self
              + " but we are "
              + pid
              + ", so it belongs to another PID namespace: mount a proc of our own (mount -t proc proc"
              + " /proc), or run in the host's PID namespace (--pid=host, hostPID: true)",
          "");
    }
    long inode = number(namespace);
    return new PidNamespace(inode == INITIAL ? 0 : inode);
  }

  private static long number(String namespace) {
    String digits = namespace.replaceAll("\\D", "");
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new BpfException("find out our PID namespace: /proc/self/ns/pid is " + namespace, e);
    }
  }
}
