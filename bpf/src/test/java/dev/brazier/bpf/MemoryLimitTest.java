package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryLimitTest {
  @TempDir private Path root;

  @Test
  void isTheMachinesWithoutACgroup() throws IOException {
    write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         10 kB\n");

    assertThat(new MemoryLimit(root).bytes()).isEqualTo(1000 << 10);
  }

  @Test
  void isUnknownWhereNothingSays() {
    assertThat(new MemoryLimit(root).bytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void isTheSmallestOnTheWayUp() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/pod/box\n");
    write("sys/fs/cgroup/kubepods/memory.max", "9000\n");
    write("sys/fs/cgroup/kubepods/pod/memory.max", "5000\n");
    write("sys/fs/cgroup/kubepods/pod/box/memory.max", "max\n");

    assertThat(new MemoryLimit(root).bytes()).isEqualTo(5000);
  }

  @Test
  void isThatOfVersionOneWhereTheControllerIs() throws IOException {
    write("proc/self/cgroup", "5:cpu,memory:/box\n4:pids:/other\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "7000\n");

    assertThat(new MemoryLimit(root).bytes()).isEqualTo(7000);
  }

  @Test
  void isAtTheRootOfWhatAContainerSees() throws IOException {
    write("proc/self/cgroup", "0::/../../elsewhere\n");
    write("sys/fs/cgroup/memory.max", "6000\n");

    assertThat(new MemoryLimit(root).bytes()).isEqualTo(6000);
  }

  @Test
  void passesOverNonsense() throws IOException {
    write("proc/self/cgroup", "nonsense\n::\n0::\n");
    write("proc/meminfo", "MemTotal: many\nMemTotal:\n");
    write("sys/fs/cgroup/memory.max", "");

    assertThat(new MemoryLimit(root).bytes()).isGreaterThan(1L << 60);
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
