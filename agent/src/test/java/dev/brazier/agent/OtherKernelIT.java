package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The distribution on a kernel that is not this machine's; the script beside it tries more of them.
 */
final class OtherKernelIT {

  private static final Path MATRIX = Path.of("src/test/kernels/matrix.sh").toAbsolutePath();

  /** Fetching the kernel included. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  @Test
  void walksStacksByUnwindTablesOnTheOldestKernelThatCan() throws Exception {
    CommandRun run =
        CommandRun.of(
            LONGEST,
            Map.of("DISTRIBUTION", Distribution.folder().toString()),
            MATRIX.toString(),
            "6.1");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).containsPattern("6\\.1 .* 6\\.1\\.0-.* pass ");
  }
}
