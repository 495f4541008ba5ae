package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a walk over a hand-made stack has found. */
record HostWalkAssert(WalkedStack walked) {

  static HostWalkAssert assertThatWalkOf(HandMadeStack stack) {
    Snapshot snapshot = stack.snapshot();
    return new HostWalkAssert(HostWalk.ofStacksOf(snapshot.machine()).walk(snapshot));
  }

  /**
   * Frames as {@code +0x1234} for an offset of the file, and otherwise as {@link FrameWord} says.
   */
  HostWalkAssert finds(String... frames) {
    assertThat(walked.words().stream().map(HostWalkAssert::text)).containsExactly(frames);
    assertThat(walked.faults()).isZero();
    return this;
  }

  void endsAs(StackEnd end) {
    assertThat(walked.end()).isEqualTo(end);
  }

  List<Long> words() {
    return walked.words();
  }

  private static String text(long word) {
    return FrameWord.kind(word) == FrameWord.Kind.FILE
        ? "+0x" + Long.toHexString(FrameWord.fileOffset(word))
        : FrameWord.toString(word);
  }
}
