package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ViewCommandTest {

  private final FakeConsole console = new FakeConsole();

  @TempDir private Path folder = Path.of("");

  @Test
  void needsAFile() {
    assertThat(console.run("view")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).contains("FILE").hasLineCount(1);
  }

  @Test
  void saysWhichFileCannotBeShown() {
    assertThat(console.run("view", "/nonexistent/a.svg")).isEqualTo(ExitCode.FAILED);
    assertThat(console.run("view", folder.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(console.err())
        .isEqualTo(
            "brazier view: show /nonexistent/a.svg: no such file or folder\n"
                + "brazier view: show "
                + folder
                + ": it is a folder; name the files in it\n");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void refusesAPortThatDoesNotExist() {
    assertThat(console.run("view", "--port=65536", "a.svg")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .isEqualTo("brazier view: listen on port 65536: ports are 1 to 65535\n");
  }

  @Test
  void helpSaysWhoCanReadTheFiles() {
    assertThat(console.run("view", "--help")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).contains("token", "--no-open", "--port", "Exit codes:");
  }
}
