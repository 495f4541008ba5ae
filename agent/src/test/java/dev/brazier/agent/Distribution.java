package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The built distribution, copied to where every user can read it; one copy for all tests. */
public final class Distribution {

  /** Before a command: another user, who has no capability and can get none. */
  public static final List<String> NOBODY =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=-all",
          "--bounding-set=-all");

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path COPY = copy();

  private Distribution() {}

  /** The copy's folder. */
  public static Path folder() {
    return COPY;
  }

  /** The program. */
  public static Path program() {
    return COPY.resolve("bin/brazier");
  }

  /** Runs {@code brazier} with these arguments to its end. */
  public static CommandRun run(String... arguments) {
    return run(List.of(), arguments);
  }

  /** Runs {@code brazier} to its end behind a command that starts it. */
  public static CommandRun run(List<String> prefix, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program().toString());
    command.addAll(Arrays.asList(arguments));
    return runAny(command.toArray(String[]::new));
  }

  /** Runs a shell script to its end; {@code brazier} is in its PATH. */
  public static CommandRun shell(String script) {
    return runAny("sh", "-c", "PATH=" + program().getParent() + ":$PATH; " + script);
  }

  /** Starts {@code brazier}; what it says on standard error goes to {@code err}. */
  public static Process start(Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program().toString()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err.toFile())
        .start();
  }

  /** Before a command: another user with exactly these capabilities, such as {@code perfmon}. */
  public static List<String> nobodyWith(String... capabilities) {
    String plus = "+" + String.join(",+", capabilities);
    List<String> prefix = new ArrayList<>(NOBODY.subList(0, 4));
    prefix.add("--inh-caps=-all," + plus);
    prefix.add("--ambient-caps=-all," + plus);
    prefix.add("--bounding-set=-all," + plus);
    return prefix;
  }

  private static CommandRun runAny(String... command) {
    try {
      return CommandRun.of(Map.of(), command);
    } catch (IOException e) {
      throw new AssertionError("run " + List.of(command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("run " + List.of(command), e);
    }
  }

  private static Path copy() {
    try (Stream<Path> built = Files.list(TARGET)) {
      Path original =
          built
              .filter(file -> Files.isExecutable(file.resolve("bin/brazier")))
              .findFirst()
              .orElseThrow();
      Path copy = Files.createTempDirectory("brazier-distribution");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> runAny("rm", "-rf", copy.toString())));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThat(runAny("cp", "-a", original + "/.", copy.toString()).exitCode()).isZero();
      // Makes the class archive, which others cannot write here.
      assertThat(runAny(copy.resolve("bin/brazier").toString(), "version").exitCode()).isZero();
      return copy;
    } catch (IOException e) {
      throw new AssertionError("copy the distribution out of " + TARGET, e);
    }
  }
}
