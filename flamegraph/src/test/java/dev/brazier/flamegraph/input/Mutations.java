package dev.brazier.flamegraph.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages good files in many ways, the same ones on every run. */
final class Mutations {
  private Mutations() {}

  /**
   * Reads a file damaged in {@code rounds} ways. Each must be read, or refused with the declared
   * exception; what is read must add up.
   */
  static void survive(byte[] file, InputOptions options, int rounds) {
    SplittableRandom random = new SplittableRandom(20260817);
    for (int round = 0; round < rounds; round++) {
      byte[] damaged = damage(file, random);
      try {
        InputTree input = StackInput.readTree(new ByteArrayInputStream(damaged), options);
        InputReport report = input.report();
        assertThat(report.stacks()).isLessThanOrEqualTo(report.records());
        assertThat(report.firstSkipped().size())
            .isLessThanOrEqualTo((int) Math.min(5, report.skipped()));
        assertThat(input.tree().total() == 0).isEqualTo(report.stacks() == 0);
      } catch (IOException refused) {
        assertThat(refused)
            .isInstanceOf(MalformedInputException.class)
            .hasMessageNotContaining("null");
      }
    }
  }

  private static byte[] damage(byte[] file, SplittableRandom random) {
    byte[] damaged = file.clone();
    for (int change = random.nextInt(8); change >= 0; change--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged[at] = (byte) random.nextInt(256);
        case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
        case 3 -> damaged = withRepeated(damaged, at, random.nextInt(damaged.length - at));
        default -> damaged[at] = (byte) "\n\t ;:@[](),0".charAt(random.nextInt(12));
      }
    }
    return damaged;
  }

  private static byte[] withRepeated(byte[] file, int from, int length) {
    int count = Math.min(length, 200);
    byte[] longer = new byte[file.length + count];
    System.arraycopy(file, 0, longer, 0, from + count);
    System.arraycopy(file, from, longer, from + count, file.length - from);
    return longer;
  }
}
