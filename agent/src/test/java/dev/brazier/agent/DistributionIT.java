package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as a person gets it: unpacked from its archive, started through its script. */
final class DistributionIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir private static Path folder = Path.of("");
  private static Path app = Path.of("");

  @BeforeAll
  static void unpack() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stream<Path> files = Files.list(TARGET)) {
      Path archive =
          files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
      assertThat(
              CommandRun.of(Map.of(), "tar", "-xzf", archive.toString(), "-C", folder.toString()))
          .returns(0, CommandRun::exitCode);
    }
    try (Stream<Path> unpacked = Files.list(folder)) {
      app = unpacked.findFirst().orElseThrow();
    }
  }

  @Test
  void holdsAllItNeeds() {
    assertThat(app.resolve("LICENSE")).content().contains("GNU GENERAL PUBLIC LICENSE");
    assertThat(app.resolve("bin/brazier")).isExecutable();
    assertThat(app.resolve("native/x86-64/libjnidispatch.so")).isRegularFile();
    assertThat(app.resolve("native/aarch64/libjnidispatch.so")).isRegularFile();
    assertThat(app.resolve("completion/brazier.bash")).content().contains("flamegraph");
    assertThat(app.resolve("lib/build-id")).content().matches("[0-9a-f]{64}\\s*");
  }

  @Test
  void saysItsVersion() throws Exception {
    CommandRun result = brazier("version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("brazier " + app.getFileName().toString().substring(8));
    assertThat(result.err()).isEmpty();
  }

  @Test
  void leavesNothingInTheCurrentFolder() throws Exception {
    Path current = Files.createDirectory(folder.resolve("current"));
    String script = "cd %s && %s/bin/brazier version".formatted(current, app);

    assertThat(CommandRun.of(Map.of(), "rm", "-rf", app.resolve("cache").toString()))
        .returns(0, CommandRun::exitCode);
    assertThat(CommandRun.of(Map.of(), "sh", "-c", script)).returns(0, CommandRun::exitCode);

    assertThat(current).isEmptyDirectory();
  }

  @Test
  void startsThroughASymbolicLinkFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), app.resolve("bin/brazier"));

    assertThat(CommandRun.of(Map.of(), link.toString(), "--help").out()).contains("Usage: brazier");
    Files.delete(link);
  }

  @Test
  void keepsItsClassArchiveInTheUsersCacheWhenItsOwnFolderIsReadOnly() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache-of-user"));

    CommandRun result =
        versionOfReadOnlyCopy("mounted", "", Map.of("XDG_CACHE_HOME", cache.toString()));

    assertThat(result).returns(0, CommandRun::exitCode).returns("", CommandRun::err);
    try (Stream<Path> kept = Files.list(cache.resolve("brazier"))) {
      assertThat(kept).anyMatch(file -> file.toString().endsWith(".jsa"));
    }
  }

  @Test
  void startsAsAnyUserWithNowhereToWrite() throws Exception {
    Map<String, String> nowhere =
        Map.of("XDG_CACHE_HOME", "/proc/nowhere", "HOME", "/proc/nowhere");
    String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

    CommandRun result = versionOfReadOnlyCopy("mounted-for-nobody", nobody, nowhere);

    assertThat(result).returns(0, CommandRun::exitCode).returns("", CommandRun::err);
  }

  @Test
  void saysWhichJavaIsMissing() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("no-java"));
    CommandRun result =
        CommandRun.of(
            Map.of("JAVA_HOME", empty.toString(), "PATH", "/usr/bin:/bin"),
            app.resolve("bin/brazier").toString(),
            "version");

    // With another Java in PATH it goes on; either way it says what is wrong with JAVA_HOME.
    assertThat(result.err())
        .startsWith("brazier: pass over JAVA_HOME=" + empty + ": it has no java of version 17");
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    CommandRun result = brazier("record", "--no-such-option");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  /**
   * Asks for the version from a read-only mount of the distribution, with {@code prefix} before it.
   */
  private static CommandRun versionOfReadOnlyCopy(
      String name, String prefix, Map<String, String> environment) throws Exception {
    Path mounted = Files.createDirectory(folder.resolve(name));
    String script =
        "mount --bind %1$s %2$s && mount -o remount,bind,ro %2$s && exec %3$s%2$s/bin/brazier version"
            .formatted(app, mounted, prefix);
    return CommandRun.of(environment, "unshare", "--mount", "sh", "-c", script);
  }

  private static CommandRun brazier(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(app.resolve("bin/brazier").toString()));
    command.addAll(List.of(arguments));
    return CommandRun.of(Map.of(), command.toArray(String[]::new));
  }
}
