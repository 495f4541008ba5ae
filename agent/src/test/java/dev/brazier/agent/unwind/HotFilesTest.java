package dev.brazier.agent.unwind;

import static dev.brazier.agent.unwind.Sightings.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HotFilesTest {

  @TempDir Path folder;

  @Test
  void filesOfBusyProcessesComeFirst() throws Exception {
    process(10, 100, 1, 2);
    process(11, 500, 1, 3);
    process(12, 3, 4);

    assertThat(inodes(read())).containsExactly(1L, 3L, 2L, 4L);
  }

  @Test
  void whatIsRecordedComesBeforeWhatIsBusy() throws Exception {
    process(10, 1_000_000, 1, 2);
    process(11, 1, 1, 3);

    assertThat(inodes(read(11))).containsExactly(1L, 3L, 2L);
  }

  @Test
  void whatIsRecordedIsAlsoToldAlone() throws Exception {
    process(10, 1_000_000, 1, 2);
    process(11, 1, 1, 3);

    assertThat(read(11).recorded())
        .extracting(file -> file.inode().number())
        .containsExactly(1L, 3L);
    assertThat(read().recorded()).isEmpty();
  }

  @Test
  void countsAFileOnceForEachProcess() throws Exception {
    process(10, 100, 1, 1, 1);
    process(11, 200, 2);

    assertThat(inodes(read())).containsExactly(2L, 1L);
  }

  @Test
  void aFileOfAProcessWhoseMappingsWereNotReadWeighsWhatTheProcessDoes() throws Exception {
    process(4711, 77);

    HotFiles hot = read();

    assertThat(hot.weight(file(1))).as("of process 4711").isEqualTo(77);
    assertThat(HotFiles.none().weight(file(1))).isZero();
    assertThat(hot.weight(Sightings.vdso(2))).as("everybody's").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aProcessThatIsGoneIsLeftOut() throws Exception {
    process(10, 100, 1);
    Files.createDirectories(folder.resolve("11"));

    assertThat(inodes(read(11, 12))).containsExactly(1L);
  }

  @Test
  void whenTimeIsUpTargetsAndTheYoungestProcessesMustDo() throws Exception {
    process(10, 1_000, 1);
    process(11, 1, 2);
    process(12, 500, 3);
    process(13, 100, 4);
    long[] now = {0};

    HotFiles hot =
        HotFiles.read(
            new ProcRoot(folder), Set.of(11), () -> now[0] += HotFiles.WEIGHING_NANOS / 2);

    assertThat(inodes(hot)).containsExactly(2L, 4L);
  }

  private HotFiles read(Integer... targets) {
    return HotFiles.read(new ProcRoot(folder), Set.of(targets), () -> 0);
  }

  private void process(int pid, long ticks, long... inodes) throws IOException {
    Path process = Files.createDirectories(folder.resolve(Integer.toString(pid)));
    Files.writeString(
        process.resolve("stat"),
        pid + " (p) S 1 7 7 0 -1 4194304 93 0 0 0 " + ticks + " 0 0 0 20 0 3 0 99 1 1 1\n");
    StringBuilder maps = new StringBuilder("1000-2000 rw-p 00000000 08:01 99 /data\n");
    long at = 0x10000;
    for (long inode : inodes) {
      maps.append("%x-%x r-xp 00000000 08:01 %d /lib%d.so\n".formatted(at, at + 1, inode, inode));
      at += 0x1000;
    }
    Files.writeString(process.resolve("maps"), maps);
  }

  private static List<Long> inodes(HotFiles hot) {
    return hot.hottestFirst().stream().map(found -> found.inode().number()).toList();
  }
}
