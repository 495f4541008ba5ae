package dev.brazier.flamegraph.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedStacksTest {
  @Test
  void writesBothCountsOfEveryStack() throws IOException {
    Frame main = new Frame("main", FrameKind.NATIVE);
    Frame read = new Frame("read", FrameKind.KERNEL);
    CallTree before = CallTree.builder().add(List.of(main), 3).add(List.of(main, read), 2).build();
    CallTree after = CallTree.builder().add(List.of(main, read), 5).add(List.of(read), 1).build();

    assertThat(written(before, after)).isEqualTo("main 3 0\nmain;read_[k] 2 5\nread_[k] 0 1\n");
  }

  @Test
  void writesStacksThatAreSpelledTheSameOnce() throws IOException {
    Frame one = new Frame("f", FrameKind.NATIVE, "a.so");
    Frame other = new Frame("f", FrameKind.NATIVE, "b.so");
    CallTree before = CallTree.builder().add(List.of(one), 3).add(List.of(other), 2).build();
    CallTree after = CallTree.builder().add(List.of(other), 7).build();

    assertThat(written(before, after)).isEqualTo("f 5 7\n");
  }

  @Test
  void keepsALineALineWhateverTheNames() throws IOException {
    CallTree.Builder stacks = CallTree.builder();
    for (String name : List.of("a\nb 1 2", "#c", "d;e", " ", "\u0000", "f\r")) {
      stacks.add(List.of(new Frame(name, FrameKind.NATIVE)), 1);
    }

    assertThat(written(stacks.build(), stacks.build()))
        .isEqualTo("? 1 1\n?c 1 1\n[unknown] 1 1\na?b 1 2 1 1\nd:e 1 1\nf 1 1\n");
  }

  @Test
  void writesEmptyAndDeepStacks() throws IOException {
    Frame f = new Frame("f", FrameKind.NATIVE);
    CallTree before = CallTree.builder().add(List.of(), 4).build();
    CallTree after = CallTree.builder().add(Collections.nCopies(20_000, f), 1).build();

    assertThat(written(before, after))
        .isEqualTo("[unknown] 4 0\nf" + ";f".repeat(19_999) + " 0 1\n");
  }

  private static String written(CallTree before, CallTree after) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ComparedStacks.write(before, after, out);
    return out.toString(UTF_8);
  }
}
