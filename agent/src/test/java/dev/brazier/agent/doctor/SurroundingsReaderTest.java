package dev.brazier.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.doctor.Surroundings.Rights;
import dev.brazier.agent.doctor.Surroundings.Seccomp;
import dev.brazier.bpf.access.Reach;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SurroundingsReaderTest {
  private static final String STATUS =
      """
      Name:	java
      Uid:	1000	65534	65534	65534
      CapInh:	0000000000000000
      CapPrm:	000000c000000000
      CapEff:	0000004000000000
      CapBnd:	000001fffeffffff
      CapAmb:	0000000000000000
      NoNewPrivs:	1
      Seccomp:	2
      Seccomp_filters:	1
      """;

  private static Rights rights(String status) {
    return SurroundingsReader.parseRights(status, Reach.REACHED, Reach.REACHED, CapabilitySet.NONE);
  }

  @Test
  void readsRightsFromTheStatusOfAProcess() {
    Rights rights = rights(STATUS);

    assertThat(rights.uid()).isEqualTo(65534);
    assertThat(rights.permitted().names()).containsExactly("CAP_PERFMON", "CAP_BPF");
    assertThat(rights.effective().names()).containsExactly("CAP_PERFMON");
    assertThat(rights.bounding().has(Capability.CAP_SYS_RESOURCE)).isFalse();
    assertThat(rights.noNewPrivileges()).isTrue();
    assertThat(rights.seccomp()).isEqualTo(Seccomp.FILTER);
  }

  @Test
  void readsAnyTornStatusWithoutComplaint() {
    Random random = new Random(4);
    for (int round = 0; round < 5_000; round++) {
      char[] torn = STATUS.toCharArray();
      for (int i = 0; i < 1 + round % 20; i++) {
        torn[random.nextInt(torn.length)] = (char) random.nextInt(128);
      }
      int length = random.nextInt(torn.length);
      assertThat(rights(new String(torn, 0, length)).effective()).isNotNull();
    }
  }

  @Test
  void namesCapabilitiesOfLaterKernelsByNumber() {
    assertThat(CapabilitySet.parse("8000020000000000").names()).containsExactly("CAP_41", "CAP_63");
    assertThat(CapabilitySet.parse("none")).isEqualTo(CapabilitySet.NONE);
  }

  @Test
  void readsTheModeInBrackets() {
    assertThat(SurroundingsReader.chosen("none [integrity] confidentiality\n"))
        .isEqualTo("integrity");
    assertThat(SurroundingsReader.chosen("")).isNull();
    assertThat(SurroundingsReader.chosen("][")).isNull();
  }

  @Test
  void readsTheSoftLimitOfLockedMemory() {
    String line = "Max locked memory         %s              8388608              bytes     \n";

    assertThat(SurroundingsReader.lockedBytes(line.formatted("65536"))).isEqualTo(65536);
    assertThat(SurroundingsReader.lockedBytes(line.formatted("unlimited"))).isEqualTo(-1);
    assertThat(SurroundingsReader.lockedBytes("")).isEqualTo(-1);
  }

  @Test
  void seesWhetherProcHidesProcesses() {
    String mount = "25 30 0:23 / /proc rw,nosuid - proc proc rw%s\n";

    assertThat(SurroundingsReader.hidesProcesses(mount.formatted(",hidepid=invisible"))).isTrue();
    assertThat(SurroundingsReader.hidesProcesses(mount.formatted(",hidepid=0"))).isFalse();
    assertThat(SurroundingsReader.hidesProcesses(mount.formatted(""))).isFalse();
  }
}
