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
    assertThat(with(0, 0, 2).aboutBpf())
        .isEqualTo("the effective capabilities lack CAP_BPF and CAP_PERFMON");
    assertThat(with(1L << 39, 0, 2).aboutBpf())
        .isEqualTo("the effective capabilities lack CAP_PERFMON");
    assertThat(with(1L << 21, 0, 2).aboutPerf()).isEqualTo("kernel.perf_event_paranoid is 2");
  }

  @Test
  void tellsTheParanoidLevel() {
    assertThat(with(0, 0, 2).aboutPerf())
        .isEqualTo(
            "kernel.perf_event_paranoid is 2 and the effective capabilities lack CAP_PERFMON");
    assertThat(with(PERFMON_AND_BPF, 0, 3).aboutPerf())
        .isEqualTo("kernel.perf_event_paranoid is 3");
  }

  @Test
  void tellsOfAFilterBesideWhatElseMayBeTheCause() {
    assertThat(with(PERFMON_AND_BPF, 2, 2).aboutBpf()).isEqualTo("a seccomp filter is in force");
    assertThat(with(0, 2, 2).aboutBpf())
        .isEqualTo(
            "the effective capabilities lack CAP_BPF and CAP_PERFMON, a seccomp filter is in"
                + " force");
  }

  @Test
  void saysWhenNothingShows() {
    assertThat(with(-1, 0, 2).aboutBpf())
        .isEqualTo("the capabilities are there and no seccomp filter is in force");
  }

  @Test
  void seesAUserNamespace() {
    Privileges inside =
        Privileges.parse("CapEff:\tffffffffffffffff\n", "0 100000 65536\n", OptionalInt.of(2));

    assertThat(inside.aboutBpf()).isEqualTo("the user namespace is not the host's");
  }

  @Test
  void takesTornFilesForAbsentOnes() {
    Privileges torn = Privileges.parse("CapEff:\nSeccomp:\nCapEff:\tzz\n", "", OptionalInt.empty());

    assertThat(torn.effective()).isZero();
    assertThat(torn.aboutPerf()).startsWith("kernel.perf_event_paranoid is unreadable");
    assertThat(torn.perfEventParanoid()).isEmpty();
  }
}
