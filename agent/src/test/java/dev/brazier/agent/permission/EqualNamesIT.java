package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Root, and nobody with a few capabilities, record the same seconds of the same programs: what they
 * name is the same.
 */
final class EqualNamesIT {

  /**
   * A frame that one saw so often escapes the other by chance once in 10^8 (exp -20) frames, even
   * when the other began late and saw half as much.
   */
  private static final long CERTAIN = 40;

  /** By then each of the three is ready, also on a busy machine. */
  private static final long START_MILLIS = 30_000;

  private static final long RECORD_MILLIS = 10_000;

  @TempDir private Path folder = Path.of("");

  @Test
  void nobodyWithFourCapabilitiesNamesWhatRootNamesAndWithTwoItSamplesTheMachine()
      throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path probe = copyOfTheProbe();
    Bundle bundle = new Bundle(Files.createDirectory(folder.resolve("bundle")));
    try (KnownPrograms programs =
        KnownPrograms.start(Files.createDirectory(folder.resolve("programs")))) {
      Set<Integer> pids = programs.names().keySet();
      List<String> machine = command(probe);
      List<String> alone = new ArrayList<>(machine);
      pids.forEach(pid -> alone.add(Integer.toString(pid)));
      var root = recording(() -> outside(List.of(), alone));
      var two = recording(() -> outside(Distribution.nobodyWith("perfmon", "bpf"), machine));
      var four = recording(() -> bundle.run(grant(), alone));

      NamedFrames ofRoot = frames(root).ofProcesses(pids);
      NamedFrames ofFour = frames(four).ofProcesses(pids);
      NamedFrames ofTwo = frames(two).ofProcesses(pids);

      assertThat(ofRoot.missingIn(ofFour, CERTAIN))
          .as("named by root alone; by nobody alone: %s", ofFour.missingIn(ofRoot, CERTAIN))
          .isEmpty();
      assertThat(ofFour.missingIn(ofRoot, CERTAIN)).as("named by nobody alone").isEmpty();
      programs.names().forEach((pid, name) -> assertThat(ofFour.names(pid)).contains(name));
      assertThat(ofTwo.engine()).startsWith("BPF, unwind tables");
      assertThat(ofTwo.pids()).containsExactlyInAnyOrderElementsOf(pids);
    }
  }

  private interface Recorder {
    CommandRun run() throws Exception;
  }

  private static CompletableFuture<CommandRun> recording(Recorder recorder) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return recorder.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static NamedFrames frames(CompletableFuture<CommandRun> run) {
    return NamedFrames.of(run.join());
  }

  private static Grant grant() {
    Grant granted = Grant.nobodyWith("CAP_PERFMON", "CAP_BPF", "CAP_SYS_PTRACE", "CAP_SYSLOG");
    return new Grant(granted.uid(), granted.bounding(), true, true, null);
  }

  private static CommandRun outside(List<String> prefix, List<String> command) throws Exception {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(command);
    return CommandRun.of(Map.of(), line.toArray(String[]::new));
  }

  /** All begin at the same moment. */
  private static List<String> command(Path classes) {
    return Arrays.asList(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Djna.nounpack=true",
        "-Djna.boot.library.path=" + nativeFolder(),
        "-cp",
        Distribution.folder().resolve("lib") + "/*:" + classes,
        ProfileProbe.class.getName(),
        Long.toString(System.currentTimeMillis() + START_MILLIS),
        Long.toString(RECORD_MILLIS),
        "997");
  }

  private static Path nativeFolder() {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86-64" : "aarch64";
    return Distribution.folder().resolve("native").resolve(machine);
  }

  /** Where every user can read it, and containers see it. */
  private static Path copyOfTheProbe() throws Exception {
    Path classes = Distribution.folder().resolve("probe");
    String name = ProfileProbe.class.getName().replace('.', '/') + ".class";
    Path copy = classes.resolve(name);
    Files.createDirectories(copy.getParent());
    URL original = ProfileProbe.class.getResource("/" + name);
    assertThat(original).isNotNull();
    Files.copy(Path.of(original.toURI()), copy);
    return classes;
  }
}
