package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {

  private final ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();

  @TempDir private Path folder = Path.of("");

  @Test
  void writesTheWholeFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.svg");

    check(file).write(text("whole"));

    assertThat(file).hasContent("whole");
    assertThat(filesInFolder()).containsExactly("a.svg");
  }

  @Test
  void checkingLeavesNothingBehind() throws IOException {
    check(folder.resolve("a.svg"));

    assertThat(filesInFolder()).isEmpty();
  }

  @Test
  void aFailureLeavesTheOlderFileAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("a.svg"), "older");
    OutputFile output = check(file);

    assertThatThrownBy(() -> output.write(failingAfter("half", "No space left on device")))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("write " + file + ": no space left on device; choose another folder with -o");

    assertThat(file).hasContent("older");
    assertThat(filesInFolder()).containsExactly("a.svg");
  }

  @Test
  void aFailureLeavesNoFileWhereThereWasNone() throws IOException {
    OutputFile output = check(folder.resolve("a.svg"));

    assertThatThrownBy(() -> output.write(failingAfter("half", "boom")));

    assertThat(filesInFolder()).isEmpty();
  }

  @Test
  void writesTheFileBehindALinkAndKeepsTheLink() throws IOException {
    Path file = Files.writeString(folder.resolve("real.svg"), "older");
    Path link = Files.createSymbolicLink(folder.resolve("link.svg"), file);

    check(link).write(text("newer"));

    assertThat(file).hasContent("newer");
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void writesADeviceStraight() {
    check(Path.of("/dev/null")).write(text("gone"));

    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void saysWhenTheDeviceIsFull() {
    assumeThat(Path.of("/dev/full")).exists();
    OutputFile output = check(Path.of("/dev/full"));

    assertThatThrownBy(() -> output.write(text("x")))
        .hasMessage("write /dev/full: no space left on device; choose another folder with -o");
  }

  @Test
  void refusesAFolderBeforeAnyWork() {
    assertThatThrownBy(() -> check(folder))
        .hasMessage("write " + folder + ": it is a folder; name a file in it");
  }

  @Test
  void refusesAMissingFolderBeforeAnyWork() {
    Path file = folder.resolve("missing/a.svg");

    assertThatThrownBy(() -> check(file))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "write " + file + ": there is no such folder; make it first or choose another with -o");
  }

  @Test
  void refusesAFolderThatCannotBeWrittenBeforeAnyWork() {
    assertThatThrownBy(() -> check(Path.of("/proc/a.svg")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("write /proc/a.svg: ");
  }

  @Test
  void writesStandardOutputStraight() {
    OutputFile.check(OutputTarget.parse("-"), standardOutput).write(text("a;b 1\n"));

    assertThat(standardOutput.toString(StandardCharsets.UTF_8)).isEqualTo("a;b 1\n");
  }

  private OutputFile check(Path file) {
    return OutputFile.check(new OutputTarget(file, OutputFormat.SVG), standardOutput);
  }

  private String[] filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
    }
  }

  private static OutputFile.Content text(String text) {
    return out -> write(out, text);
  }

  private static OutputFile.Content failingAfter(String text, String reason) {
    return out -> {
      write(out, text);
      throw new IOException(reason);
    };
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
