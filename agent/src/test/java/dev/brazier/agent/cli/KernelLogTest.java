package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelLogTest {

  @Test
  void countsRecordsThatWereOverwrittenBetweenTwoReads() {
    KernelLog log =
        KernelLog.of(List.of("5,10,1,-;a", "5,11,2,-;b", "6,20,3,c;d", "odd", "6,21,4,-;e"));

    assertThat(log.overwritten()).isEqualTo(8);
    assertThat(log.lines()).hasSize(5);
  }

  @Test
  void nothingIsMissingFromALogOfConsecutiveRecords() {
    assertThat(KernelLog.of(List.of()).overwritten()).isZero();
    assertThat(KernelLog.of(List.of("5,0,1,-;a", "5,1,1,-;b")).overwritten()).isZero();
  }
}
