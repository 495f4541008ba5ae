package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher at the top of a checkout. Its Maven is a fake that notes each call and makes a
 * distribution which says what it was started with.
 */
final class CheckoutLauncherIT {

  private static final String FAKE_MAVEN =
      """
      #!/bin/sh
      echo "$*" >>calls
      if [ -e broken ]; then echo '[ERROR] reached end of file'; exit 1; fi
      mkdir -p agent/target/brazier-1/bin
      printf '#!/bin/sh\\necho "started with $*"\\n' >agent/target/brazier-1/bin/brazier
      chmod +x agent/target/brazier-1/bin/brazier
      """;

  @TempDir private Path top = Path.of("");

  @BeforeEach
  void checkOut() throws IOException {
    Path project = Path.of("..").toAbsolutePath().normalize();
    Files.copy(project.resolve("brazier"), top.resolve("brazier"));
    String findJava = "agent/src/main/dist/libexec/find-java.sh";
    Files.createDirectories(top.resolve(findJava).getParent());
    Files.copy(project.resolve(findJava), top.resolve(findJava));
    source("pom.xml");
    source("bpf/src/main/bpf/sample.h");
    program("tools/mvn", FAKE_MAVEN);
    everythingIsOld();
  }

  @Test
  void buildsWhatIsMissingAndSaysSo() throws Exception {
    CommandRun run = brazier("version", "with spaces");

    assertThat(run.out()).isEqualTo("started with version with spaces\n");
    assertThat(run.err())
        .contains("brazier: building for the first time", "brazier: built in ")
        .hasLineCount(2);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void saysAndBuildsNothingWhenAllIsFresh() throws Exception {
    brazier("version");

    CommandRun run = brazier("version");

    assertThat(run.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    brazier("version");
    Files.setLastModifiedTime(
        top.resolve("bpf/src/main/bpf/sample.h"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(brazier("version").err()).contains("building: sources have changed");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsAgainWhenASourceIsGone() throws Exception {
    brazier("version");
    Files.delete(top.resolve("bpf/src/main/bpf/sample.h"));
    Files.setLastModifiedTime(
        top.resolve("bpf/src/main/bpf"), FileTime.from(Instant.now().plusSeconds(60)));

    brazier("version");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void showsWhyTheBuildFailedAndTriesAgainTheNextTime() throws Exception {
    source("broken");

    CommandRun failed = brazier("version");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .contains("[ERROR] reached end of file", "brazier: build: Maven failed; all of its output");
    Files.delete(top.resolve("broken"));
    assertThat(brazier("version")).returns(0, CommandRun::exitCode);
  }

  @Test
  void saysHowToGetMavenWhenThereIsNone() throws Exception {
    Path tools = top.resolve("tools");
    Files.delete(tools.resolve("mvn"));
    for (String name : new String[] {"dirname", "readlink", "find", "sh"}) {
      program("tools/" + name, "#!/bin/sh\nexec /usr/bin/" + name + " \"$@\"\n");
    }

    CommandRun run =
        CommandRun.of(
            Map.of("PATH", tools.toString(), "JAVA_HOME", System.getProperty("java.home")),
            top.resolve("brazier").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no mvn in PATH; install Maven").hasLineCount(1);
  }

  @Test
  void startsFromAnyFolderAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(top.resolve("link"), top.resolve("brazier"));

    CommandRun run = CommandRun.of(environment(), "sh", "-c", "cd / && exec " + link + " version");

    assertThat(run.out()).isEqualTo("started with version\n");
  }

  private CommandRun brazier(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = top.resolve("brazier").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return CommandRun.of(environment(), command);
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH",
        top.resolve("tools") + ":" + System.getenv("PATH"),
        "JAVA_HOME",
        System.getProperty("java.home"));
  }

  private int builds() throws IOException {
    return Files.readAllLines(top.resolve("calls")).size();
  }

  private void source(String name) throws IOException {
    Files.createDirectories(top.resolve(name).getParent());
    Files.writeString(top.resolve(name), "");
  }

  private void program(String name, String text) throws IOException {
    source(name);
    Files.writeString(top.resolve(name), text);
    Files.setPosixFilePermissions(top.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Else the first build would share its second with the sources. */
  private void everythingIsOld() throws IOException {
    FileTime anHourAgo = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(top)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, anHourAgo);
      }
    }
  }
}
