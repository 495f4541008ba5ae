package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcFilesTest {

  @Test
  void readsIdentityAndCpuTimeFromStat() throws Exception {
    ProcStat stat = ProcStat.parse(FixtureProc.stat(4242, "sleep", 123_456));

    assertThat(stat).isEqualTo(new ProcStat(4242, "sleep", 'S', 1, 3, 3, 123_456));
  }

  @Test
  void commEndsAtTheLastParenthesis() throws Exception {
    ProcStat stat = ProcStat.parse(FixtureProc.stat(7, "a) R 9 (b\n", 5));

    assertThat(stat.comm()).isEqualTo("a) R 9 (b\n");
    assertThat(stat.parentPid()).isEqualTo(1);
    assertThat(stat.startTicks()).isEqualTo(5);
  }

  @Test
  void refusesStatWithoutStartTime() {
    assertThatThrownBy(() -> ProcStat.parse("7 (x) S 1 7 7 0"))
        .isInstanceOf(ProcFormatException.class)
        .hasMessageContaining("only 7 fields");
  }

  @Test
  void readsNamespacedPidsAndEffectiveUid() throws Exception {
    ProcStatus status =
        ProcStatus.parse(
            """
            Name:\tnode
            Tgid:\t8123
            Pid:\t8123
            Uid:\t0\t1000\t0\t0
            NStgid:\t8123\t17\t1
            NSpid:\t8123\t17\t1
            Kthread:\t0
            CapEff:\t00000000a80425fb
            """);

    assertThat(status)
        .isEqualTo(new ProcStatus(8123, 1000, List.of(8123, 17, 1), 0xa80425fbL, false));
  }

  @Test
  void processIsItsOwnNamespaceOnKernelsThatDoNotSay() throws Exception {
    assertThat(ProcStatus.parse("Tgid:\t9\n").namespacedPids()).containsExactly(9);
  }

  @Test
  void keepsUidsBeyondTheSignedRange() throws Exception {
    ProcStatus status = ProcStatus.parse("Tgid:\t9\nUid:\t4294967294\t4294967294\t0\t0\n");

    assertThat(Integer.toUnsignedLong(status.uid())).isEqualTo(4_294_967_294L);
  }

  @Test
  void readsHybridCgroups() throws Exception {
    List<CgroupLine> lines =
        CgroupLine.parse(
            """
            9:name=systemd:/libpod_parent/libpod-ab
            1:cpu,cpuacct:/
            0::/system.slice/containerd.service/kubepods.slice:cri-containerd:ab
            """);

    assertThat(lines)
        .containsExactly(
            new CgroupLine(9, List.of("name=systemd"), "/libpod_parent/libpod-ab"),
            new CgroupLine(1, List.of("cpu", "cpuacct"), "/"),
            new CgroupLine(
                0, List.of(), "/system.slice/containerd.service/kubepods.slice:cri-containerd:ab"));
    assertThat(lines).filteredOn(CgroupLine::unified).hasSize(1);
  }

  @Test
  void forgetsThatACgroupWasDeleted() throws Exception {
    assertThat(CgroupLine.parse("0::/docker/ab (deleted)\n"))
        .extracting(CgroupLine::path)
        .containsExactly("/docker/ab");
  }

  @Test
  void readsMountsWithEscapesAndOptionalFields() throws Exception {
    List<MountEntry> mounts =
        MountEntry.parse(
            """
            27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
            36 27 254:0 /srv/a\\040b /mnt/c\\134d rw shared:1 master:2 - ext4 /dev/vda rw
            40 27 0:55 / /merged rw - overlay overlay rw,lowerdir=/l/1:/l/2,upperdir=/u
            """);

    assertThat(mounts).hasSize(3);
    assertThat(mounts.get(1).root()).isEqualTo("/srv/a b");
    assertThat(mounts.get(1).mountPoint()).isEqualTo("/mnt/c\\d");
    assertThat(mounts.get(2).device()).isEqualTo(new DeviceNumber(0, 55));
    assertThat(mounts.get(2).superOptions()).contains("upperdir=/u");
  }

  @Test
  void refusesMountsWithoutASeparator() {
    assertThatThrownBy(() -> MountEntry.parse("27 1 254:0 / / rw ext4 /dev/vda rw"))
        .isInstanceOf(ProcFormatException.class);
  }

  @Test
  void splitsCommandLineKeepingEmptyArguments() {
    assertThat(ProcRoot.parseCommandLine("sh\0-c\0\0true\0"))
        .containsExactly("sh", "-c", "", "true");
    assertThat(ProcRoot.parseCommandLine("")).isEmpty();
    assertThat(ProcRoot.parseCommandLine("postgres: writer")).containsExactly("postgres: writer");
  }

  @Test
  void unpacksDeviceNumbersOfBothKinds() {
    assertThat(DeviceNumber.ofKernel(254 << 20 | 3)).isEqualTo(new DeviceNumber(254, 3));
    assertThat(DeviceNumber.ofStat(65024)).isEqualTo(new DeviceNumber(254, 0));
    assertThat(DeviceNumber.ofStat(0x0000_0000_1230_0845L)).isEqualTo(new DeviceNumber(8, 0x12345));
  }
}
