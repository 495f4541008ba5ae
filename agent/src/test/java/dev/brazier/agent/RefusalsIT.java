package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be done ends in one line with the way out, the right exit code and no debris. */
final class RefusalsIT {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> whatCannotBeRecorded() {
    return Stream.of(
        arguments(FAILED, "no such container", List.of("-c", "no-such-container")),
        arguments(FAILED, "there is none with that pid", List.of("-p", "4194303")),
        arguments(FAILED, "no such cgroup directory", List.of("--cgroup", "/no/such/cgroup")),
        arguments(FAILED, "no such program in PATH; check", List.of("--", "no-such-command")),
        arguments(FAILED, "no such file; check", List.of("--", "/no/such/command")),
        arguments(FAILED, "is not executable; put its interp", List.of("--", "/etc/passwd")),
        arguments(FAILED, "it is a folder", List.of("--", "/etc")),
        arguments(USAGE, "'soon' is no duration: write one such as", List.of("-d", "soon")),
        arguments(USAGE, "write a frequency from 1 to", List.of("-F", "0")),
        arguments(USAGE, "'often' is no whole number", List.of("-F", "often")),
        arguments(USAGE, "--no-such-option", List.of("--no-such-option")));
  }

  @ParameterizedTest
  @MethodSource("whatCannotBeRecorded")
  void oneLineAndNoFile(int exitCode, String reason, List<String> arguments) {
    Path output = folder.resolve("a.svg");
    List<String> line =
        Stream.concat(Stream.of("record", "-o", output.toString()), arguments.stream()).toList();

    CommandRun run = Distribution.run(line.toArray(String[]::new));

    assertRefused(run, exitCode, reason);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEndingThatNamesNoFormat() {
    CommandRun run = Distribution.run("record", "-o", folder.resolve("a.png").toString());

    assertRefused(run, USAGE, "end it in one of .svg");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThere() {
    CommandRun run = Distribution.run("record", "-o", folder.resolve("none/a.svg").toString());

    assertRefused(run, FAILED, "there is no such folder; make it first or choose another with -o");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotOurs() {
    CommandRun run =
        Distribution.run(Distribution.NOBODY, "record", "-o", folder.resolve("a.svg").toString());

    assertRefused(run, FAILED, "permission denied; choose another folder with -o");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileSystemThatIsReadOnly() {
    CommandRun run =
        Distribution.run(mounted("mount -t tmpfs -o ro none"), "record", "-o", folder + "/a.svg");

    assertRefused(run, FAILED, "read-only file system; choose another folder with -o");
  }

  @Test
  void aDiskThatFillsUpCostsOneOutputAndNotTheOthers() throws Exception {
    Path full = Files.createDirectory(folder.resolve("full"));
    Path other = folder.resolve("other.svg");
    String script =
        """
        mount -t tmpfs -o size=64k none %1$s && head -c 50000 /dev/zero >%1$s/ballast &&
        brazier record -d 300ms -o %1$s/a.svg -o %2$s; code=$?; ls -A %1$s; exit $code
        """
            .formatted(full, other);

    CommandRun run = Distribution.shell("unshare -m sh -c '" + script + "'");

    assertThat(run.exitCode()).isEqualTo(FAILED);
    assertThat(run.err().lines().filter(line -> line.startsWith("brazier")))
        .containsExactly(
            "brazier record: write %s/a.svg: no space left on device; choose another folder with -o"
                .formatted(full));
    assertThat(run.err()).contains("written   " + other).doesNotContain("\tat ");
    assertThat(run.out()).isEqualTo("ballast\n");
    assertThat(other).content().endsWith("</svg>\n");
  }

  @Test
  void inputThatHoldsNoStack() throws IOException {
    Path garbage =
        Files.write(folder.resolve("garbage"), new byte[] {(byte) 0xff, 0, 27, '[', '2', 'J', 10});
    Path empty = Files.createFile(folder.resolve("empty"));
    String output = folder.resolve("a.svg").toString();

    assertRefused(
        Distribution.run("flamegraph", garbage.toString(), "-o", output),
        FAILED,
        "no stack in it; each line must be frames joined by ';', a space and a count; line 1");
    assertRefused(
        Distribution.run("flamegraph", empty.toString(), "-o", output), FAILED, "no stack in it");
    assertRefused(
        Distribution.run("flamegraph", folder.resolve("none").toString(), "-o", output),
        FAILED,
        "no such file or folder");
    assertThat(folder.resolve("a.svg")).doesNotExist();
  }

  /** Before a command: a mount over our folder that only the command sees. */
  private List<String> mounted(String mount) {
    String script = mount + " " + folder + " && exec \"$0\" \"$@\"";
    return List.of("unshare", "--mount", "sh", "-c", script);
  }

  private static void assertRefused(CommandRun run, int exitCode, String reason) {
    assertThat(run.err()).hasLineCount(1).startsWith("brazier ").contains(reason);
    assertThat(run.err()).matches("[\\P{Cntrl}\\n]*");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
