package dev.brazier.agent.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk finds the frames that gdb finds, in programs stopped at random moments. {@code
 * src/bench/exactness.sh} does it with more of them.
 */
final class StackExactnessIT {
  private static final int STACKS = 20;
  private static final Path SOURCES = Path.of("src/test/workloads");

  @TempDir Path folder;

  @Test
  void findsTheFramesOfThreadsAndSignalHandlers() throws Exception {
    String program = folder.resolve("known_depths").toString();
    assertThat(
            start("gcc", "-O2", "-o", program, source("known_depths.c"), "-lm", "-lpthread")
                .waitFor())
        .isZero();
    assertExact(program, "120");
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
    return SOURCES.resolve(name).toString();
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void assertExact(String... command) throws Exception {
    StackExactness exactness = new StackExactness();
    Process program = start(command);
    try {
      exactness.compare((int) program.pid(), STACKS, GdbSession.SCRIPT);
    } finally {
      program.destroyForcibly().waitFor();
    }
    // In the middle of longjmp the caller's stack pointer is in a register, which no rule
    // expresses:
    // the walk says so, gdb goes on. A program that changes between stacks may be stopped there.
    assertThat(exactness.differences())
        .filteredOn(difference -> !difference.startsWith("1 frames, ended UNSUPPORTED"))
        .isEmpty();
    assertThat(exactness.differences()).hasSizeLessThanOrEqualTo(1);
    assertThat(exactness.stacks()).isGreaterThanOrEqualTo(STACKS);
    assertThat(exactness.frames()).isGreaterThan(4 * exactness.stacks());
  }
}
