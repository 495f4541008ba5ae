package dev.brazier.agent.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code decode -k} finds in this kernel's own log what a container's filter just caught. */
final class KernelLogIT {

  private static final String PROFILE =
      """
      {"defaultAction": "SCMP_ACT_ALLOW",
       "syscalls": [
         {"names": ["acct"], "action": "SCMP_ACT_KILL_PROCESS"},
         {"names": ["sethostname"], "action": "SCMP_ACT_LOG"}]}
      """;

  /** The kernel prints about ten lines in five seconds: ours may be among those that it drops. */
  private static final int ATTEMPTS = 10;

  private static final int MILLIS_UNTIL_MORE_IS_PRINTED = 5100;

  private final String program = "caught_" + ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void findsTheCallsThatAContainerWasKilledForOrThatWereLogged() throws Exception {
    Assumptions.assumeFalse(Files.exists(Path.of("/run/auditd.pid")), "auditd takes the lines");
    SeccompBundle bundle = SeccompBundle.in(folder);
    bundle.compile("refused_calls");
    Files.move(bundle.work("refused_calls"), bundle.work(program));
    bundle.with(PROFILE, true, List.of("/work/" + program, "1"));

    List<String> rows = List.of();
    for (int attempt = 0; attempt < ATTEMPTS && rows.size() < 2; attempt++) {
      Thread.sleep(attempt == 0 ? 0 : MILLIS_UNTIL_MORE_IS_PRINTED);
      bundle.run("brazier-caught-" + ProcessHandle.current().pid());
      rows = rows(Distribution.run("seccomp", "decode", "-k"));
    }

    assertThat(rows)
        .anyMatch(row -> row.matches("\\d+ acct x86_64 kill process \\(ended\\) /work/" + program))
        .anyMatch(row -> row.matches("\\d+ sethostname x86_64 log \\(ended\\) /work/" + program));
  }

  private List<String> rows(CommandRun decoded) {
    assertThat(decoded.exitCode()).as(decoded.err()).isZero();
    return decoded
        .out()
        .lines()
        .filter(row -> row.endsWith("/work/" + program))
        .map(row -> row.strip().replaceAll(" +", " "))
        .toList();
  }

  @Test
  void readsWithTheCapabilityAlone() throws IOException {
    assumeReadable();
    CommandRun run = Distribution.run(Distribution.nobodyWith("syslog"), "seccomp", "decode", "-k");

    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void saysWhatIsMissingWithoutTheCapability() throws IOException {
    assumeReadable();
    Assumptions.assumeTrue(
        Files.readString(Path.of("/proc/sys/kernel/dmesg_restrict")).strip().equals("1"),
        "kernel.dmesg_restrict is 0: anybody may read the kernel's log");

    CommandRun run = Distribution.run(Distribution.NOBODY, "seccomp", "decode", "-k");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("brazier seccomp decode: read the kernel's log: CAP_SYSLOG is missing and")
        .hasLineCount(1);
  }

  /** Some systems let only root open the device, whatever the kernel would allow. */
  private static void assumeReadable() throws IOException {
    String mode = Files.getAttribute(Path.of("/dev/kmsg"), "posix:permissions").toString();
    Assumptions.assumeTrue(mode.contains("OTHERS_READ"), "the mode of /dev/kmsg is " + mode);
  }
}
