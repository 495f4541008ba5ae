package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk finds the frames that gdb finds, in programs stopped at random moments. {@code
 * src/bench/exactness.sh} does it with more of them.
 */
final class StackExactnessIT {
  private static final int STACKS = 20;

  @TempDir Path folder;

  @Test
  void findsTheFramesOfThreadsAndSignalHandlers() throws Exception {
    Path program = folder.resolve("known_depths");
    Workload.run(
        List.of(
            "gcc", "-O2", "-o", program.toString(), source("known_depths.c"), "-lm", "-lpthread"));
    assertExact(program.toString(), "120");
  }

  @Test
  void findsTheFramesOfPython() throws Exception {
    assertExact("/usr/bin/python3", source("busy.py"));
  }

  @Test
  void findsTheFramesOfPerl() throws Exception {
    assertExact("perl", source("busy.pl"));
  }

  private static String source(String name) {
    return Workload.SOURCES.resolve(name).toString();
  }

  private static void assertExact(String... command) throws Exception {
    StackExactness exactness = new StackExactness();
    try (Workload program = Workload.start(command)) {
      exactness.compare(program.pid(), STACKS, GdbSession.SCRIPT);
    }
    assertThat(exactness.differences()).isEmpty();
    assertThat(exactness.stacks()).isGreaterThanOrEqualTo(STACKS);
    assertThat(exactness.frames()).isGreaterThan(4 * exactness.stacks());
  }
}
