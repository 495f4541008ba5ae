package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example in the package's documentation: what is printed there is what is compiled and run.
 */
final class LibraryExampleIT {

  private static final Path DOCUMENTATION =
      Path.of("src/main/java/dev/brazier/agent/record/package-info.java");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\n(.*?) \\* \\}</pre>", Pattern.DOTALL);
  private static final String PROGRAM =
      """
      import dev.brazier.agent.profile.Profile;
      import dev.brazier.agent.record.Recording;
      import dev.brazier.agent.record.RecordingConfig;
      import java.time.Duration;

      public class Example {
        public static void main(String[] args) {
      %s
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void theExampleOfTheDocumentationIsShortAndRuns() throws IOException {
    String example = example();
    assertThat(example.lines()).hasSizeLessThanOrEqualTo(10);
    // Only sooner.
    String sooner = example.replace("Duration.ofSeconds(10)", "Duration.ofSeconds(1)");
    Path source = Files.writeString(folder.resolve("Example.java"), PROGRAM.formatted(sooner));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");

    try (Workload busy = Workload.start("sh", "-c", "while :; do :; done")) {
      String output = Workload.run(List.of(java.toString(), "-cp", classPath, source.toString()));

      assertThat(busy.alive()).isTrue();
      assertThat(output.lines()).hasSizeBetween(1, 5).allMatch(line -> line.matches("\\d+ .+"));
    }
  }

  private static String example() throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(DOCUMENTATION));
    assertThat(matcher.find()).as("an example in %s", DOCUMENTATION).isTrue();
    return matcher.group(1).replaceAll("(?m)^ \\* ", "");
  }
}
