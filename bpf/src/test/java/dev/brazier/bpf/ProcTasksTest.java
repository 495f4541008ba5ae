package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcTasksTest {
  @TempDir private Path root = Path.of("");

  private ProcTasks proc() {
    return new ProcTasks(root);
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private long inode(String path) throws IOException {
    return (Long) Files.getAttribute(Files.createDirectories(root.resolve(path)), "unix:ino");
  }

  @Test
  void readsTheNameOfAThread() throws IOException {
    write("proc/7/task/8/comm", "a b\n");
    write("proc/7/task/9/comm", "kworker/u8:1-events_unbound\n");

    assertThat(proc().name(7, 8)).contains(new CommBytes(0x622061, 0));
    assertThat(name(7, 9)).isEqualTo("kworker/u8:1-ev");
    assertThat(proc().name(7, 10)).isEmpty();
  }

  private String name(int tgid, int tid) {
    CommBytes name = proc().name(tgid, tid).orElseThrow();
    return new Comms().name(name.low(), name.high());
  }

  @Test
  void readsTheStartBehindANameWithParentheses() throws IOException {
    write(
        "proc/7/stat",
        "7 (a) b) c) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 9 9 9 9\n");
    write("proc/8/stat", "8 (x) S 1 1\n");
    write("proc/9/stat", "nonsense");

    assertThat(proc().startNanos(7)).hasValue(1_234_560_000_000L);
    assertThat(proc().startNanos(8)).isEmpty();
    assertThat(proc().startNanos(9)).isEmpty();
    assertThat(proc().startNanos(10)).isEmpty();
  }

  @Test
  void listsCgroupsFromTheInnermostOnAndThoseOfVersionOneLast() throws IOException {
    long inner = inode("sys/fs/cgroup/unified/pod/web");
    long outer = inode("sys/fs/cgroup/unified/pod");
    write("sys/fs/cgroup/unified/cgroup.controllers", "");
    long legacy = inode("sys/fs/cgroup/pids/old");
    write("proc/7/cgroup", "8:pids,misc:/old\n4:memory:/elsewhere\n0::/pod/web\n");

    assertThat(proc().cgroups(7)).containsExactly(inner, outer, CgroupId.ofLegacy(legacy));
  }

  @Test
  void leavesOutRootsAndWhatLiesOutsideOfTheMount() throws IOException {
    inode("sys/fs/cgroup");
    write("proc/7/cgroup", "0::/\n");
    write("proc/8/cgroup", "0::/../../other\n");
    write("proc/9/cgroup", "0::/gone\n");

    assertThat(proc().cgroups(7)).isEmpty();
    assertThat(proc().cgroups(8)).isEmpty();
    assertThat(proc().cgroups(9)).isEmpty();
    assertThat(proc().cgroups(10)).isEmpty();
  }

  @Test
  void listsTheProcessesOfAUserAndTheirThreads() throws IOException {
    write("proc/7/task/7/comm", "a\n");
    write("proc/7/task/12/comm", "b\n");
    write("proc/uptime", "1 1\n");
    int uid = (Integer) Files.getAttribute(root, "unix:uid");

    assertThat(proc().processesOf(uid)).containsExactly(7);
    assertThat(proc().processesOf(uid + 1)).isEmpty();
    assertThat(proc().threads(7)).containsExactlyInAnyOrder(7, 12);
    assertThat(proc().threads(8)).isEmpty();
  }
}
