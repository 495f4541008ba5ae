package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program that has ended left behind.
 *
 * @param exitCode its exit status
 * @param out its standard output
 * @param err its standard error
 */
public record CommandRun(int exitCode, String out, String err) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Runs a program to its end, with {@code environment} added to ours. */
  public static CommandRun of(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    return of(LONGEST, environment, command);
  }

  /**
   * Runs a program that must end within {@code longest}, with {@code environment} added to ours.
   */
  public static CommandRun of(Duration longest, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", null);
    Path err = Files.createTempFile("err", null);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      assertThat(process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      return new CommandRun(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
