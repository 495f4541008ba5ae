package dev.brazier.container.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host for tests that need real containers. */
final class HostCommand {
  private HostCommand() {}

  /** Says what is missing on this machine, where the test cannot run. */
  static void require(String... programs) throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run: needs root");
    for (String program : programs) {
      boolean present =
          List.of("/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/usr/local/bin/").stream()
              .anyMatch(directory -> Files.isExecutable(Path.of(directory + program)));
      assumeTrue(present, "not run: " + program + " is not installed");
    }
  }

  /** The output of a program that must succeed within a minute. */
  static String run(List<String> command, Map<String, String> environment) throws IOException {
    Path output = Files.createTempFile("brazier-command", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      // Into a file: a detached container keeps a pipe open for as long as it lives.
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("timed out: " + command);
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + text);
      }
      return text;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  static String run(String... command) throws IOException {
    return run(List.of(command), Map.of());
  }
}
