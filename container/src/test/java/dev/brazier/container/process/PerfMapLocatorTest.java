package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.symbol.UnnamedReason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PerfMapLocatorTest {
  @TempDir private Path folder;
  private Path tmp;
  private FixtureProc fixture;
  private int ownUid;

  @BeforeEach
  void makeProcess() throws Exception {
    tmp = Files.createDirectories(folder.resolve("target/tmp"));
    fixture = new FixtureProc(folder).process(12, "node", 1, "").file("uptime", "100.00 1.00\n");
    fixture.link(12, "root", folder.resolve("target").toString());
    ownUid = FileFacts.of(tmp).uid();
  }

  @Test
  void findsTheMapUnderTheInnermostPid() throws Exception {
    Files.writeString(tmp.resolve("perf-1.map"), "1000 10 f\n");

    PerfMapOutcome outcome = locate(ownUid, 12, 1);

    assertThat(outcome).isInstanceOf(PerfMapOutcome.Located.class);
    PerfMapOutcome.Located located = (PerfMapOutcome.Located) outcome;
    ByteBuffer read = ByteBuffer.allocate(100);
    assertThat(located.bytes().read(0, read)).isEqualTo(10);
    Files.writeString(tmp.resolve("perf-1.map"), "1000 10 f\n2000 10 g\n");
    assertThat(located.bytes().size()).isEqualTo(20);
    located.bytes().close();
  }

  @Test
  void saysThatThereIsNone() {
    assertRefused(UnnamedReason.JIT_WITHOUT_MAP, "no such file", locate(ownUid, 12, 1));
  }

  @Test
  void refusesAMapOlderThanTheProcess() throws Exception {
    Path map = Files.writeString(tmp.resolve("perf-12.map"), "");
    Files.setLastModifiedTime(map, FileTime.from(Instant.now().minusSeconds(3600)));

    assertRefused(UnnamedReason.STALE_PERF_MAP, "before the process started", locate(ownUid, 12));
  }

  @Test
  void refusesALinkThatLeadsToAnotherUsersFile() throws Exception {
    Files.createSymbolicLink(tmp.resolve("perf-12.map"), Path.of("/etc/passwd"));

    assertRefused(UnnamedReason.JIT_WITHOUT_MAP, "no such file", locate(ownUid, 12));
  }

  @Test
  void refusesADirectory() throws Exception {
    Files.createDirectory(tmp.resolve("perf-12.map"));

    assertRefused(UnnamedReason.JIT_WITHOUT_MAP, "not a regular file", locate(ownUid, 12));
  }

  @Test
  void tellsAnEndedProcessFromAMissingMap() throws Exception {
    ProcRoot none = new ProcRoot(folder.resolve("none"));

    assertRefused(
        UnnamedReason.PROCESS_GONE, "ended", new PerfMapLocator(none).locate(process(0, 5)));
  }

  @Test
  void unreadableBootTimeIsAReason() throws Exception {
    Files.writeString(tmp.resolve("perf-12.map"), "");
    fixture.file("uptime", "soon");

    assertRefused(UnnamedReason.FILE_UNREADABLE, "uptime", locate(ownUid, 12));
  }

  @Test
  void debugFilesAreLookedForInTheTargetWhileItLives() throws Exception {
    assertThat(new ProcessRoots(fixture.root(), new ProcessKey(12, 1)).roots())
        .containsExactly(folder.resolve("12/root"), Path.of("/"));
    assertThat(new ProcessRoots(fixture.root(), new ProcessKey(12, 2)).roots())
        .containsExactly(Path.of("/"));
  }

  private PerfMapOutcome locate(int uid, Integer... pids) {
    return new PerfMapLocator(fixture.root()).locate(process(uid, pids));
  }

  private static TargetProcess process(int uid, Integer... pids) {
    return new TargetProcess(
        new ProcessKey(pids[0], 1), 1, "node", null, List.of(pids), uid, List.of(), 0, 0, false);
  }

  private static void assertRefused(UnnamedReason reason, String text, PerfMapOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PerfMapOutcome.NotLocated.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.text()).contains(text);
            });
  }
}
