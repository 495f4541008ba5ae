package dev.brazier.agent.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.agent.record.RecordingException;
import dev.brazier.agent.record.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds what a real container's filter refuses: each call of it, and nothing else. */
final class SeccompAuditIT {

  /** All allowed but four calls; one is logged, which is no refusal. */
  private static final String PROFILE =
      """
      {"defaultAction": "SCMP_ACT_ALLOW",
       "syscalls": [
         {"names": ["swapon"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1},
         {"names": ["reboot"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13},
         {"names": ["keyctl"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
         {"names": ["acct"], "action": "SCMP_ACT_KILL_PROCESS"},
         {"names": ["sethostname"], "action": "SCMP_ACT_LOG"}]}
      """;

  private final String name = "brazier-audit-" + ProcessHandle.current().pid();

  @TempDir private Path folder;
  private SeccompBundle bundle = new SeccompBundle(Path.of(""));

  @BeforeEach
  void compile() throws IOException {
    bundle = SeccompBundle.in(folder);
    bundle.compile("refused_calls");
  }

  @Test
  void countsEachRefusedCallOfAContainerAndNoOther() throws Exception {
    bundle.with(PROFILE, true, List.of("/work/refused_calls", "10"));
    try (RefusedCalls refused = RefusedCalls.watch()) {
      Map<String, Long> counts = refused.untilEnd(name, bundle.start(name));

      assertThat(counts)
          .isEqualTo(
              Map.of(
                  "swapon EPERM",
                  10L,
                  "reboot EACCES",
                  10L,
                  "keyctl ENOSYS",
                  30L,
                  "acct SIGSYS",
                  10L));
      assertThat(refused.missedNothing()).isTrue();
    }
  }

  @Test
  void findsTheSameInAContainerThatRunsAlready() throws Exception {
    bundle.with(PROFILE, true, List.of("/work/refused_calls", "1000"));
    Process runtime = bundle.start(name);
    try {
      awaitContainer();
      try (SeccompAudit audit = SeccompAudit.start(List.of(), List.of(name), List.of())) {
        for (int round = 0; round < 1000 && audit.refused().size() < 4; round++) {
          Thread.sleep(100);
        }
        // Another round or more, in which there is nothing else to find.
        Thread.sleep(1500);
        assertThat(audit.refused())
            .allSatisfy(refused -> assertThat(refused.container()).isEqualTo(name))
            .allSatisfy(refused -> assertThat(refused.comm()).isEqualTo("refused_calls"))
            .extracting(refused -> refused.call() + " " + refused.answer())
            .containsExactlyInAnyOrder(
                "swapon EPERM", "reboot EACCES", "keyctl ENOSYS", "acct SIGSYS");
      }
    } finally {
      Workload.run(List.of("runc", "kill", name, "KILL"));
      runtime.waitFor();
    }
  }

  @Test
  void findsNothingWithoutAFilter() throws Exception {
    bundle.with(null, true, List.of("/work/refused_calls", "5"));
    try (RefusedCalls refused = RefusedCalls.watch()) {
      assertThat(refused.untilEnd(name, bundle.start(name))).isEmpty();
    }
  }

  @Test
  void anUnknownContainerIsRefused() {
    assertThatThrownBy(() -> SeccompAudit.start(List.of(), List.of("brazier-none"), List.of()))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("audit container 'brazier-none': no such container");
  }

  private void awaitContainer() throws InterruptedException {
    for (int attempt = 0; attempt < 4000; attempt++) {
      try {
        SeccompAudit.start(List.of(), List.of(name), List.of()).close();
        return;
      } catch (RecordingException notYet) {
        Thread.sleep(50);
      }
    }
  }
}
