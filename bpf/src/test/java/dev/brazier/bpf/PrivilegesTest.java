package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class PrivilegesTest {
  private static final String HOST_USERS = "         0          0 4294967295\n";
  private static final long PERFMON_AND_BPF = 1L << 38 | 1L << 39;

  private static Privileges with(long effective, int seccomp, int paranoid) {
    String status =
        "Name:\tjava\nCapEff:\t%016x\nSeccomp:\t%d\nSeccomp_filters:\t0\n"
            .formatted(effective, seccomp);
    return Privileges.parse(status, HOST_USERS, OptionalInt.of(paranoid));
  }

  @Test
  void namesTheMissingCapabilities() {
    assertThat(with(0, 0, 2).whyBpfWasRefused().current())
        .isEqualTo("the effective capabilities lack CAP_BPF and CAP_PERFMON");
    assertThat(with(1L << 39, 0, 2).whyBpfWasRefused().current())
        .isEqualTo("the effective capabilities lack CAP_PERFMON");
  }

  @Test
  void suspectsSeccompWhenTheCapabilitiesAreThere() {
    Privileges privileges = with(PERFMON_AND_BPF, 2, 2);

    assertThat(privileges.whyBpfWasRefused().current())
        .isEqualTo("a seccomp filter refuses bpf(2)");
    assertThat(privileges.whyPerfWasRefused(Errno.EPERM).remedy()).contains("seccomp=unconfined");
  }

  @Test
  void suspectsASecurityModuleLast() {
    assertThat(with(-1, 0, 2).whyBpfWasRefused().current()).contains("security module");
    assertThat(with(-1, 0, 2).whyPerfWasRefused(Errno.EACCES).current())
        .contains("security module");
  }

  @Test
  void tellsTheParanoidLevel() {
    Privileges.Refusal why = with(0, 0, 2).whyPerfWasRefused(Errno.EACCES);

    assertThat(why.current())
        .isEqualTo(
            "kernel.perf_event_paranoid is 2 and the effective capabilities lack CAP_PERFMON");
    assertThat(why.remedy()).isEqualTo("run as root, or grant CAP_PERFMON and CAP_BPF");
  }

  @Test
  void knowsThatDebiansThirdLevelWantsMoreThanPerfmon() {
    assertThat(with(PERFMON_AND_BPF, 0, 3).whyPerfWasRefused(Errno.EACCES).remedy())
        .contains("CAP_SYS_ADMIN")
        .contains("kernel.perf_event_paranoid to 2");
  }

  @Test
  void seesThroughAUserNamespace() {
    Privileges inside =
        Privileges.parse("CapEff:\tffffffffffffffff\n", "0 100000 65536\n", OptionalInt.of(2));

    assertThat(inside.whyBpfWasRefused()).isEqualTo(Privileges.Refusal.USER_NAMESPACE);
    assertThat(inside.whyPerfWasRefused(Errno.EACCES)).isEqualTo(Privileges.Refusal.USER_NAMESPACE);
  }

  @Test
  void takesTornFilesForAbsentOnes() {
    Privileges torn = Privileges.parse("CapEff:\nSeccomp:\nCapEff:\tzz\n", "", OptionalInt.empty());

    assertThat(torn.effective()).isZero();
    assertThat(torn.whyPerfWasRefused(Errno.EACCES)).isNotNull();
    assertThat(torn.perfEventParanoid()).isEmpty();
  }
}
