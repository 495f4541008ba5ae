package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording as another user than root, with some privileges or none. */
final class PrivilegesIT {

  private static final int NOT_PERMITTED = 3;

  @TempDir private Path folder = Path.of("");

  @Test
  void withoutAnyTheMissingOnesAreNamed() throws Exception {
    CommandRun run = record(Distribution.NOBODY);

    assertThat(run.err()).hasLineCount(1).contains("CAP_PERFMON and CAP_BPF");
    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withHalfOfThemTheOtherHalfIsNamed() throws Exception {
    CommandRun run = record(Distribution.nobodyWith("perfmon"));

    assertThat(run.err()).hasLineCount(1).contains("lacks CAP_BPF");
    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCommandThatIsNotPermittedToBeRecordedIsNotRun() throws Exception {
    Path trace = folder.resolve("trace");

    CommandRun run = record(Distribution.NOBODY, "--", "touch", trace.toString());

    assertThat(run.exitCode()).isEqualTo(NOT_PERMITTED);
    assertThat(trace).doesNotExist();
  }

  @Test
  void withTheTwoThatItTakesTheMachineIsRecordedAndWhatIsMissingIsSaid() throws Exception {
    Process busy =
        new ProcessBuilder("sh", "-c", "while :; do read -r line </proc/uptime; done").start();
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
