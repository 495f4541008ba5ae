package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyscallWatchTest {

  @Test
  void findsTheThreadsOfTheMachineInLoadavg() {
    assertThat(SyscallWatch.threadsAlive("0.20 0.18 0.12 1/8042 11206\n")).hasValue(8042);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "0.20 0.18 0.12", "a b c d e", "1 1 1 1/99999999999 2", "1 1 1 / 2"})
  void takesNoOtherTextForIt(String text) {
    assertThat(SyscallWatch.threadsAlive(text)).isEmpty();
  }
}
