package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is known to be busy and idle by turns, from the sample to the picture. */
final class RecordHeatMapIT {

  private static final String SIGNS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int ROWS = 50;

  /** Busy in the first 300 ms of each of seven seconds since it began. */
  private static final String BEATS =
      "use Time::HiRes qw(time sleep); my $start = time;"
          + " for my $beat (0 .. 6) {"
          + " 1 while time - $start - $beat < 0.3;"
          + " my $rest = $start + $beat + 1 - time; sleep($rest) if $rest > 0 }";

  @TempDir private Path folder = Path.of("");

  @Test
  void showsWhenAProgramWasBusy() throws IOException {
    Path file = folder.resolve("beats.heatmap.svg");
    FakeConsole console = new FakeConsole();

    int exit =
        console.run(
            "record", "-F", "1999", "-d", "6s", "-o", file.toString(), "--", "perl", "-e", BEATS);

    assertThat(exit).as(console.err()).isEqualTo(ExitCode.DONE);
    String text = Files.readString(file);
    assertThat(text).contains("CPU heat map of", "a column is 1 s", "perl");
    long[] rows = rows(text);
    long all = Arrays.stream(rows).sum();
    assertThat(all).isGreaterThan(100);
    // The phase of its seconds and ours is not known: those rows, cyclic, that hold the most.
    long busiest =
        IntStream.range(0, ROWS)
            .mapToLong(
                first -> IntStream.range(0, 17).mapToLong(i -> rows[(first + i) % ROWS]).sum())
            .max()
            .orElseThrow();
    assertThat((double) busiest / all).as(Arrays.toString(rows)).isGreaterThan(0.9);
  }

  /** Samples by row, in all columns. */
  private static long[] rows(String file) {
    long[] rows = new long[ROWS];
    int start = file.indexOf("<metadata id=\"seen\">") + "<metadata id=\"seen\">".length();
    for (String column :
        file.substring(start, file.indexOf("</metadata>", start)).lines().toList()) {
      long[] numbers = numbers(column);
      int at = 0;
      for (int row = 0; at < numbers.length; row++) {
        for (long stacks = numbers[at++]; stacks > 0; stacks--) {
          rows[row] += (numbers[at++] & 1) == 0 ? 1 : numbers[at++];
        }
      }
    }
    return rows;
  }

  private static long[] numbers(String text) {
    long[] numbers = new long[text.length()];
    int size = 0;
    int shift = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = SIGNS.indexOf(text.charAt(i));
      numbers[size] += (long) (digit % 32) << shift;
      shift = digit < 32 ? 0 : shift + 5;
      size += digit < 32 ? 1 : 0;
    }
    return Arrays.copyOf(numbers, size);
  }
}
