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

  @Test
  void saysWhichKernelIsNewEnoughWhereAFunctionIsNotKnown() {
    assertThat(
            SyscallWatch.explained(rejected("1: (85) call unknown#158\ninvalid func unknown#158")))
        .hasMessageStartingWith("watch system calls: EINVAL; Linux ")
        .hasMessageEndingWith(": use Linux 5.15 or newer");
    VerifierRejectedException another = rejected("unknown func bpf_probe_read_kernel#113");
    assertThat(SyscallWatch.explained(another)).isSameAs(another);
  }

  private static VerifierRejectedException rejected(String log) {
    return new VerifierRejectedException(
        "load program enter_call", 22, new VerifierLog("enter_call", log), "");
  }
}
