package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class FrameWordTest {

  @Test
  void restoresTheUpperBitsOfAKernelAddress() {
    long word = 0x0fffffff81000010L;

    assertThat(FrameWord.kind(word)).isEqualTo(FrameWord.Kind.KERNEL);
    assertThat(FrameWord.kernelAddress(word)).isEqualTo(0xffffffff81000010L);
  }

  @Test
  void splitsAPlaceInAFile() {
    long word = 1L << 60 | 0xffffffL << 36 | 0xfffffffffL;

    assertThat(FrameWord.kind(word)).isEqualTo(FrameWord.Kind.FILE);
    assertThat(FrameWord.fileId(word)).isEqualTo(0xffffff);
    assertThat(FrameWord.fileOffset(word)).isEqualTo(0xfffffffffL);
  }

  @Test
  void keepsARuntimeAddress() {
    long word = 2L << 60 | 0x7fff_ffff_f000L;

    assertThat(FrameWord.kind(word)).isEqualTo(FrameWord.Kind.USER);
    assertThat(FrameWord.runtimeAddress(word)).isEqualTo(0x7fff_ffff_f000L);
  }

  @Test
  void knowsTheSignalMarker() {
    long word = 6L << 60 | 1;

    assertThat(FrameWord.kind(word)).isEqualTo(FrameWord.Kind.MARKER);
    assertThat(FrameWord.marker(word)).isEqualTo(FrameWord.SIGNAL);
  }

  @Test
  void saysThatItDoesNotKnowOtherTags() {
    assertThat(FrameWord.kind(-1)).isEqualTo(FrameWord.Kind.UNKNOWN);
    assertThat(FrameWord.kind(3L << 60)).isEqualTo(FrameWord.Kind.UNKNOWN);
    assertThat(FrameWord.toString(3L << 60)).startsWith("unknown 0x3");
  }

  @Test
  void makesTheWordOfAPlaceInAFile() {
    long word = FrameWord.ofFile((1 << 24) - 1, (1L << 36) - 1);

    assertThat(FrameWord.kind(word)).isEqualTo(FrameWord.Kind.FILE);
    assertThat(FrameWord.fileId(word)).isEqualTo((1 << 24) - 1);
    assertThat(FrameWord.fileOffset(word)).isEqualTo((1L << 36) - 1);
  }

  @Test
  void refusesAPlaceThatDoesNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> FrameWord.ofFile(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> FrameWord.ofFile(1 << 24, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> FrameWord.ofFile(1, 1L << 36));
    assertThatIllegalArgumentException().isThrownBy(() -> FrameWord.ofFile(1, -1));
  }
}
