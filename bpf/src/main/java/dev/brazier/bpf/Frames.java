package dev.brazier.bpf;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An immutable run of {@link FrameWord}s, innermost first. */
public final class Frames {
  private final long[] words;

  /** Takes the array over. */
  Frames(long[] words) {
    this.words = words;
  }

  /** How many there are. */
  public int count() {
    return words.length;
  }

  /** A {@link FrameWord}; 0 is the innermost. */
  public long word(int index) {
    return words[index];
  }

  /** The words in order. */
  public LongStream words() {
    return Arrays.stream(words);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frames frames && Arrays.equals(words, frames.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return words().mapToObj(FrameWord::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
