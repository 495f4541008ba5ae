package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.bpf.perf.PerfRing;
import dev.brazier.bpf.perf.PerfRings;
import dev.brazier.bpf.perf.SampleFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskTableTest {
  private static final int PAGE = 4096;

  @TempDir private Path root = Path.of("");
  private TaskTable tasks = new TaskTable(new ProcTasks(root));

  @BeforeEach
  void lookHere() {
    tasks = new TaskTable(new ProcTasks(root));
  }

  /** Hands one record to the table and the filter, as a ring would. */
  private void take(TaskFilter filter, int type, long... words) {
    ByteBuffer pages = ByteBuffer.allocateDirect(2 * PAGE).order(ByteOrder.nativeOrder());
    int bytes = (words.length + 1) * Long.BYTES;
    pages.putLong(PAGE, type | (long) bytes << 48);
    for (int i = 0; i < words.length; i++) {
      pages.putLong(PAGE + (i + 1) * Long.BYTES, words[i]);
    }
    PerfRing ring = new PerfRing(pages, PAGE, new SampleFormat(true, true));
    pages.putLong(1024, bytes);
    PerfRings.drain(
        List.of(ring),
        Long.MAX_VALUE,
        (number, record) -> {
          tasks.take(record);
          filter.take(record);
        });
  }

  private void fork(TaskFilter filter, int tgid, int parent) {
    take(filter, 7, pair(tgid, parent), pair(tgid, parent), 5_000, pair(tgid, tgid), 5_000);
  }

  private void exit(TaskFilter filter, int tgid) {
    take(filter, 4, pair(tgid, 1), pair(tgid, 1), 9_000, pair(tgid, tgid), 9_000);
  }

  private void rename(TaskFilter filter, int tid, long name) {
    take(filter, 3, pair(tid, tid), name, pair(tid, tid), 7_000);
  }

  private static long pair(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << 32;
  }

  private TaskFilter filter(Targets targets) {
    return new TaskFilter(targets, tasks);
  }

  private String name(int tgid, int tid) {
    CommBytes name = tasks.name(tgid, tid);
    return new Comms().name(name.low(), name.high());
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void aChildHasItsParentsNameUntilItsExec() throws IOException {
    write("proc/10/task/10/comm", "make\n");
    TaskFilter all = filter(Targets.all());

    fork(all, 20, 10);
    assertThat(name(20, 20)).isEqualTo("make");
    rename(all, 20, 0x636367);
    assertThat(name(20, 20)).isEqualTo("gcc");
    assertThat(name(10, 10)).isEqualTo("make");
  }

  @Test
  void aProcessThatIsGoneHasTheTimeOfItsFork() throws IOException {
    TaskFilter all = filter(Targets.all());
    fork(all, 20, 10);
    write("proc/30/stat", "30 (a) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 42 9 9\n");

    assertThat(tasks.process(20, 8_000).startNanos()).isEqualTo(5_000);
    assertThat(tasks.process(30, 8_000).startNanos()).isEqualTo(420_000_000);
    assertThat(tasks.process(40, 8_000).startNanos()).isEqualTo(8_000);
    assertThat(name(40, 40)).isEqualTo(":40");
  }

  @Test
  void aThreadIsForgottenAtTheSecondDrainAfterItsEnd() {
    TaskFilter all = filter(Targets.all());
    rename(all, 20, 0x61);
    exit(all, 20);

    assertThat(tasks.forgetEnded()).isEmpty();
    assertThat(name(20, 20)).isEqualTo("a");
    assertThat(tasks.forgetEnded()).containsExactly(20);
    assertThat(tasks.size()).isZero();
  }

  @Test
  void aNewThreadWithAnOldNumberIsKept() {
    TaskFilter all = filter(Targets.all());
    rename(all, 20, 0x61);
    exit(all, 20);
    fork(all, 20, 10);
    rename(all, 20, 0x62);

    assertThat(tasks.forgetEnded()).isEmpty();
    assertThat(tasks.forgetEnded()).isEmpty();
    assertThat(name(20, 20)).isEqualTo("b");
  }

  @Test
  void childrenOfATargetAreWantedWhereAskedFor() {
    TaskFilter alone = filter(Targets.processes(Set.of(10)));
    TaskFilter family = filter(Targets.processes(Set.of(10)).withChildren());
    for (TaskFilter filter : List.of(alone, family)) {
      fork(filter, 20, 10);
      fork(filter, 21, 20);
      fork(filter, 22, 1);
      assertThat(filter.wants(tasks.process(10, 1), 0)).isTrue();
      assertThat(filter.wants(tasks.process(22, 1), 0)).isFalse();
    }
    assertThat(alone.wants(tasks.process(20, 1), 0)).isFalse();
    assertThat(family.wants(tasks.process(20, 1), 0)).isTrue();
    assertThat(family.wants(tasks.process(21, 1), 0)).isTrue();
  }

  @Test
  void everythingIsWantedAndCannotBeAddedTo() {
    TaskFilter all = filter(Targets.all());

    assertThat(all.wants(tasks.process(10, 1), 0)).isTrue();
    assertThatThrownBy(() -> all.add(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> all.remove(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCgroupIsWantedWithThoseBelowIt() throws IOException {
    Path outer = Files.createDirectories(root.resolve("sys/fs/cgroup/pod/web")).getParent();
    long pod = (Long) Files.getAttribute(outer, "unix:ino");
    write("proc/10/cgroup", "0::/pod/web\n");
    write("proc/11/cgroup", "0::/other\n");
    TaskFilter filter = filter(Targets.cgroups(Set.of(pod)));

    assertThat(filter.wants(tasks.process(10, 1), 77)).isTrue();
    assertThat(filter.wants(tasks.process(11, 1), 78)).isFalse();
    assertThat(filter.wants(tasks.process(12, 1), pod)).isTrue();

    // It has moved, which the kernel's number tells.
    write("proc/11/cgroup", "0::/pod\n");
    assertThat(filter.wants(tasks.process(11, 1), 79)).isTrue();
  }
}
