package dev.brazier.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.seccomp.AuditLine.Caught;
import dev.brazier.container.seccomp.AuditLine.Lost;
import dev.brazier.container.seccomp.AuditLine.Malformed;
import dev.brazier.container.seccomp.AuditLine.Other;
import dev.brazier.container.seccomp.AuditLine.Suppressed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditLineTest {

  /** As Linux 6.18 prints it. */
  static final String KERNEL =
      "audit: type=1326 audit(1795294197.403:2): auid=4294967295 uid=0 gid=0 ses=4294967295"
          + " pid=28594 comm=\"privtest\" exe=\"/bin/privtest\" sig=0 arch=c000003e syscall=298"
          + " compat=0 ip=0x48e4b9 code=0x7ffc0000";

  private static final AuditRecord RECORD =
      new AuditRecord(
          0xc000003eL, 298, 0x7ffc0000L, 28594, "privtest", "/bin/privtest", 1795294197403L);

  @ParameterizedTest
  @ValueSource(
      strings = {
        KERNEL,
        "[ 1234.567890] " + KERNEL,
        "<5>[ 1234.567890] " + KERNEL,
        "5,1234,5678901,-;" + KERNEL,
        "Nov 22 05:49:57 host kernel: [ 1234.567890] " + KERNEL
      })
  void readsTheKernelsLogWhoeverPrintsIt(String line) {
    assertThat(AuditLine.parse(line)).isEqualTo(new Caught(RECORD));
  }

  @Test
  void readsAuditdsLogWithItsTranslationsBehindIt() {
    String line =
        "type=SECCOMP msg=audit(1795294197.403:99): auid=1000 uid=1000 gid=1000 ses=1"
            + " subj=unconfined pid=7 comm=\"a b\" exe=2F746D702F6120622F63 sig=31 arch=c00000b7"
            + " syscall=241 compat=0 ip=0xffff code=0x80000000\u001dAUID=\"me\" ARCH=aarch64"
            + " SYSCALL=perf_event_open";

    assertThat(AuditLine.parse(line))
        .isEqualTo(
            new Caught(
                new AuditRecord(
                    0xc00000b7L, 241, 0x80000000L, 7, "a b", "/tmp/a b/c", 1795294197403L)));
  }

  @Test
  void readsJournaldsLine() {
    String line =
        "Nov 22 05:49:57 host audit[28594]: SECCOMP" + KERNEL.substring(KERNEL.indexOf(" auid="));

    assertThat(AuditLine.parse(line))
        .isEqualTo(
            new Caught(
                new AuditRecord(
                    0xc000003eL, 298, 0x7ffc0000L, 28594, "privtest", "/bin/privtest", 0)));
  }

  @Test
  void tellsNameArchitectureAndAction() {
    assertThat(RECORD.syscall()).contains("perf_event_open");
    assertThat(RECORD.architecture()).isEqualTo("x86_64");
    assertThat(RECORD.action()).isEqualTo("log");
    assertThat(new AuditRecord(0xc000003eL, 0x40000208, 0x50000, 1, "", "", 0).syscall())
        .contains("execve");
    assertThat(new AuditRecord(0xc000003eL, 0x40000208, 0x50000, 1, "", "", 0).architecture())
        .isEqualTo("x32");
    assertThat(new AuditRecord(0xc00000f3L, 63, 0x80000000L, 1, "", "", 0))
        .satisfies(riscv -> assertThat(riscv.syscall()).isEmpty())
        .satisfies(riscv -> assertThat(riscv.architecture()).isEqualTo("0xc00000f3"))
        .satisfies(riscv -> assertThat(riscv.action()).isEqualTo("kill process"));
  }

  @Test
  void countsWhatTheKernelDidNotPrint() {
    assertThat(AuditLine.parse("[ 9.1] kauditd_printk_skb: 421 callbacks suppressed"))
        .isEqualTo(new Suppressed(421));
    assertThat(AuditLine.parse("audit: audit_lost=3 audit_rate_limit=0 audit_backlog_limit=64"))
        .isEqualTo(new Lost(3));
  }

  @Test
  void saysWhichFieldIsMissing() {
    assertThat(AuditLine.parse(KERNEL.replace(" syscall=298", "")))
        .isEqualTo(new Malformed("it has no field syscall"));
    assertThat(AuditLine.parse(KERNEL.replace("298", "openat"))).isInstanceOf(Malformed.class);
  }

  @Test
  void passesOverOtherLines() {
    assertThat(AuditLine.parse("audit: type=1400 audit(1.000:1): apparmor=\"DENIED\""))
        .isEqualTo(new Other());
    assertThat(AuditLine.parse("")).isEqualTo(new Other());
    assertThat(AuditLine.parse("printk: 3 messages suppressed")).isEqualTo(new Other());
  }
}
