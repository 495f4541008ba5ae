package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.FrameWord;
import org.junit.jupiter.api.Test;

final class LookupWordTest {

  @Test
  void aReturnAddressIsLookedUpInsideTheCall() {
    long word = FrameWord.ofFile(7, 0x1000);

    long lookup = LookupWord.ofCaller(word);

    assertThat(FrameWord.fileId(lookup)).isEqualTo(7);
    assertThat(FrameWord.fileOffset(lookup)).isEqualTo(0xfff);
  }

  @Test
  void neverLeavesTheFile() {
    long word = FrameWord.ofFile(7, 0);

    assertThat(LookupWord.ofCaller(word)).isEqualTo(word);
  }

  @Test
  void aMarkerIsNoAddress() {
    long marker = 6L << 60 | FrameWord.SIGNAL;

    assertThat(LookupWord.ofCaller(marker)).isEqualTo(marker);
    assertThat(LookupWord.isSignal(marker)).isTrue();
    assertThat(LookupWord.isSignal(FrameWord.ofFile(7, FrameWord.SIGNAL))).isFalse();
  }
}
