package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording as another user than root, with some privileges or none. */
final class PrivilegesIT {

  private static final int NOT_PERMITTED = 3;
  private static final String SPIN_IN_KERNEL = "while :; do read -r line </proc/uptime; done";
  private static final String SPIN_A_SECOND = "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done";

  @TempDir private Path folder = Path.of("");

  @Test
  void withoutAnyTheOwnProcessesAreRecorded() throws Exception {
    CommandRun run =
        record(Distribution.NOBODY, "-o", folder + "/a.txt", "--", "sh", "-c", SPIN_A_SECOND);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("engine    perf events of this user's own processes, user frames only")
        .contains("note      refused: open perf event cpu-clock on cpu 0: EACCES;")
        .contains("note      this engine records the processes of this user (uid 65534) only");
    assertThat(Files.readString(folder.resolve("a.svg")))
        .contains("engine: perf events of this user")
        .contains("note: this engine records the processes of this user");
    assertThat(Files.readString(folder.resolve("a.txt"))).contains("host;sh;");
  }

  @Test
  void withPerfmonAloneTheMachineIsRecordedThroughRings() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", SPIN_IN_KERNEL).start();
    try {
      CommandRun run =
          record(Distribution.nobodyWith("perfmon"), "-d", "1s", "-o", folder + "/a.txt");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err())
          .contains("engine    perf events without BPF, copies of stacks")
          .contains("lack CAP_BPF")
          .contains("note      without BPF files are looked up in /proc")
          .contains("kernel addresses hidden");
      assertThat(Files.readString(folder.resolve("a.txt"))).containsPattern(stackOf(busy));
    } finally {
      busy.destroyForcibly();
    }
  }

  @Test
  void anEngineThatIsInsistedOnIsUsedOrRefused() throws Exception {
    CommandRun perf = record(Distribution.NOBODY, "--engine=perf");
    CommandRun own = record(List.of(), "--engine=own", "-d", "200ms");

    assertThat(perf.err()).hasLineCount(1).contains("CAP_PERFMON");
    assertThat(perf.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(own.exitCode()).as(own.err()).isZero();
    assertThat(own.err()).contains("engine    perf events of this user's own processes");
  }

  @Test
  void anotherUsersProcessIsRefusedByTheEngineForOwnOnes() throws Exception {
    CommandRun run = record(Distribution.NOBODY, "-p", "1");

    assertThat(run.err()).hasLineCount(1).contains("thread 1", "CAP_PERFMON");
    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
  }

  @Test
  void withoutAnyTheOnesThatBpfNeedsAreNamed() throws Exception {
    CommandRun run = record(Distribution.NOBODY, "--engine=bpf");

    assertThat(run.err()).hasLineCount(1).contains("CAP_BPF and CAP_PERFMON");
    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withHalfOfThemTheOtherHalfIsNamed() throws Exception {
    CommandRun run = record(Distribution.nobodyWith("perfmon"), "--engine=bpf");

    assertThat(run.err()).hasLineCount(1).contains("lacks CAP_BPF");
    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCommandThatIsNotPermittedToBeRecordedIsNotRun() throws Exception {
    Path trace = folder.resolve("trace");

    CommandRun run = record(Distribution.NOBODY, "--engine=bpf", "--", "touch", trace.toString());

    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(trace).doesNotExist();
  }

  @Test
  void withTheTwoThatItTakesTheMachineIsRecordedAndWhatIsMissingIsSaid() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", SPIN_IN_KERNEL).start();
    try {
      CommandRun run =
          record(Distribution.nobodyWith("perfmon", "bpf"), "-d", "1s", "-o", folder + "/a.txt");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err())
          .contains("samples ", "kernel addresses hidden", "written   " + folder + "/a.svg");
      assertThat(Files.readString(folder.resolve("a.svg"))).contains("kernel addresses hidden");
      assertThat(Files.readString(folder.resolve("a.txt"))).contains("host;sh");
    } finally {
      busy.destroyForcibly();
    }
  }

  @Test
  void withSymbolsAndPtraceTooItNamesWhatRootNames() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", SPIN_IN_KERNEL).start();
    try {
      String pid = Long.toString(busy.pid());
      String[] options = {"-p", pid, "-d", "5s", "-F", "997", "-o", folder + "/a.txt"};
      record(List.of(), options);
      Set<String> root = frames();
      CommandRun run =
          record(Distribution.nobodyWith("perfmon", "bpf", "sys_ptrace", "syslog"), options);
      Set<String> nobody = frames();

      assertThat(run.err()).contains("engine    BPF, unwind tables").doesNotContain("hidden");
      assertThat(nobody).contains("host", "sh").anyMatch(name -> name.contains("uptime_proc_show"));
      // Both saw what is hot; each may have met a rare function that the other missed.
      Set<String> both = new HashSet<>(root);
      both.retainAll(nobody);
      assertThat(both.size()).isGreaterThan((int) (0.6 * Math.max(root.size(), nobody.size())));
      assertThat(nobody).noneMatch(name -> name.contains("unreadable]"));
    } finally {
      busy.destroyForcibly();
    }
  }

  /** A stack of a shell, whose row shows its pid where others have its name. */
  private static String stackOf(Process shell) {
    return "(?m)^host;sh( \\(%d\\))?;".formatted(shell.pid());
  }

  /** The names of all frames in the collapsed stacks. */
  private Set<String> frames() throws Exception {
    Path file = folder.resolve("a.txt");
    Set<String> names = new HashSet<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#")) {
        names.addAll(List.of(line.substring(0, line.lastIndexOf(' ')).split(";", -1)));
      }
    }
    Files.delete(file);
    return names;
  }

  private CommandRun record(List<String> prefix, String... more) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String[] arguments = new String[more.length + 3];
    arguments[0] = "record";
    arguments[1] = "-o";
    arguments[2] = folder.resolve("a.svg").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Distribution.run(prefix, arguments);
  }
}
