package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcRootTest {
  @TempDir private Path folder;
  private FixtureProc fixture;
  private ProcRoot proc;

  @BeforeEach
  void makeProcesses() throws Exception {
    fixture = new FixtureProc(folder).process(12, "java", 900, "0::/a.slice\n");
    proc = fixture.root();
  }

  @Test
  void vanishedProcessIsGone() {
    assertThat(proc.stat(99)).isEqualTo(new ProcReading.Gone<>());
    assertThat(proc.threads(99)).isEqualTo(new ProcReading.Gone<>());
    assertThat(proc.namespace(99, "mnt")).isEqualTo(new ProcReading.Gone<>());
    assertThat(TargetProcess.read(proc, 99)).isEqualTo(new ProcReading.Gone<>());
  }

  @Test
  void processThatLosesOneFileBetweenTwoReadsIsGone() throws Exception {
    Files.delete(folder.resolve("12/status"));

    assertThat(TargetProcess.read(proc, 12)).isEqualTo(new ProcReading.Gone<>());
  }

  @Test
  void tornFileIsUnreadableWithItsReason() throws Exception {
    fixture.file(12, "stat", "12 (java");

    assertThat(proc.stat(12))
        .isInstanceOfSatisfying(
            ProcReading.Unreadable.class,
            failure -> assertThat(failure.reason()).contains("12/stat", "no command"));
    assertThat(ProcessScan.of(proc).unreadable()).hasSize(1);
  }

  @Test
  void directoryInPlaceOfAFileIsUnreadable() throws Exception {
    Files.createDirectory(folder.resolve("12/maps"));

    assertThat(proc.mappings(12)).isInstanceOf(ProcReading.Unreadable.class);
  }

  @Test
  void listsProcessesAndThreadsByNumber() throws Exception {
    fixture.process(9, "sh", 1, "").file("self/x", "").file("1000000000/x", "");
    fixture.file(12, "task/12/comm", "java\n").file(12, "task/9/comm", "gc\n");

    assertThat(proc.pids()).containsExactly(9, 12);
    assertThat(proc.threads(12).found()).contains(List.of(9, 12));
  }

  @Test
  void assemblesAProcess() throws Exception {
    fixture
        .file(12, "status", "Tgid:\t12\nUid:\t0\t1000\t0\t0\nNSpid:\t12\t1\n")
        .link(12, "exe", "/no/such/java")
        .link(12, "ns/mnt", "mnt:[4026532841]")
        .link(12, "ns/pid", "pid:[4026532842]");

    TargetProcess process = TargetProcess.read(proc, 12).found().orElseThrow();

    assertThat(process)
        .isEqualTo(
            new TargetProcess(
                new ProcessKey(12, 900),
                1,
                "java",
                "/no/such/java",
                List.of(12, 1),
                1000,
                List.of(new CgroupLine(0, List.of(), "/a.slice")),
                4026532841L,
                4026532842L,
                false));
    assertThat(process.namespacedPid()).isEqualTo(1);
    assertThat(process.startTimeNanos()).isEqualTo(9_000_000_000L);
  }

  @Test
  void reusedPidIsAnotherProcess() throws Exception {
    TargetProcess before = TargetProcess.read(proc, 12).found().orElseThrow();
    fixture.process(12, "java", 901, "");

    assertThat(TargetProcess.isAlive(proc, before.key())).isFalse();
    assertThat(ProcessKey.ofKernel(12, 9_019_999_999L)).isNotEqualTo(before.key());
    assertThat(ProcessKey.ofKernel(12, 9_009_999_999L)).isEqualTo(before.key());
  }

  @Test
  void nameKeepsItsOwnLineFeeds() throws Exception {
    fixture.file(12, "comm", "a\nb\n");

    assertThat(proc.comm(12).found()).contains("a\nb");
  }

  @Test
  void listsProcessesOfACgroupAndBelow() throws Exception {
    fixture
        .file("cg/cgroup.procs", "5\n0\n")
        .file("cg/a/b/cgroup.procs", "3\n12\n")
        .file("cg/a/cgroup.procs", "");
    CgroupDirectory cgroup = new CgroupDirectory(folder.resolve("cg"));

    assertThat(cgroup.pids()).containsExactly(3, 5, 12);
    assertThat(cgroup.id()).isEqualTo(Files.getAttribute(folder.resolve("cg"), "unix:ino"));
  }
}
