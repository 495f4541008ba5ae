package dev.brazier.flamegraph;

import static dev.brazier.flamegraph.CollapsedReaderTest.read;
import static dev.brazier.flamegraph.CollapsedReaderTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollapsedWriterTest {
  private static final Frame WEB = new Frame("web", FrameKind.CONTAINER);
  private static final Frame NGINX = new Frame("nginx", FrameKind.PROCESS);
  private static final Frame MAIN = new Frame("main", FrameKind.NATIVE, "/usr/sbin/nginx");

  @Test
  void writesStacksInOrderWithTheEndingsThatOtherToolsKnow() throws IOException {
    CallTree tree =
        CallTree.builder()
            .add(List.of(MAIN, new Frame("read", FrameKind.KERNEL)), 1)
            .add(List.of(MAIN, new Frame("a", FrameKind.JIT), new Frame("b", FrameKind.INLINED)), 2)
            .add(List.of(MAIN, new Frame("a", FrameKind.INTERPRETED)), 3)
            .add(List.of(MAIN, new Frame("[unknown: stripped]", FrameKind.UNKNOWN)), 4)
            .add(List.of(MAIN), 5)
            .build();

    assertThat(written(tree))
        .isEqualTo(
            """
            main 5
            main;[unknown: stripped] 4
            main;a_[j];b_[i] 2
            main;a_[0] 3
            main;read_[k] 1
            """);
  }

  @Test
  void declaresTheRowsThatAllStacksStartWith() throws IOException {
    Frame host = new Frame("host", FrameKind.CONTAINER);
    Frame bash = new Frame("bash", FrameKind.PROCESS);
    CallTree tree =
        CallTree.builder().add(List.of(WEB, NGINX, MAIN), 2).add(List.of(host, bash), 1).build();

    String text = written(tree);

    assertThat(text).isEqualTo("[container];[process] 0\nhost;bash 1\nweb;nginx;main 2\n");
    assertThat(written(read(text).tree())).isEqualTo(text);
    assertThat(read(text).tree().frame(3)).isEqualTo(WEB);
  }

  @Test
  void declaresOnlyTheRowsThatAgree() throws IOException {
    CallTree mixed =
        CallTree.builder().add(List.of(WEB, NGINX, MAIN), 2).add(List.of(WEB, MAIN), 1).build();
    assertThat(written(mixed)).startsWith("[container] 0\n");

    CallTree unrooted = CallTree.builder().add(List.of(WEB), 2).add(List.of(MAIN), 1).build();
    assertThat(written(unrooted)).isEqualTo("main 1\nweb 2\n");
  }

  @Test
  void replacesWhatWouldBreakALine() throws IOException {
    CallTree tree =
        CallTree.builder()
            .add(List.of(new Frame("#a;b\n\u0000c\u0085 ", FrameKind.NATIVE)), 1)
            .add(List.of(new Frame(" \t", FrameKind.NATIVE), new Frame("#x", FrameKind.JIT)), 2)
            .add(List.of(), 3)
            .build();

    assertThat(written(tree)).isEqualTo("[unknown] 3\n[unknown];#x_[j] 2\n?a:b??c? 1\n");
  }

  @Test
  void writesStacksThatReadTheSameOnce() throws IOException {
    Frame libc = new Frame("memcpy", FrameKind.NATIVE, "libc.so.6");
    Frame own = new Frame("memcpy", FrameKind.NATIVE, "app");
    CallTree tree =
        CallTree.builder()
            .add(List.of(WEB, NGINX, libc, MAIN), 1)
            .add(List.of(WEB, NGINX, own, MAIN), 2)
            .build();

    assertThat(written(tree)).isEqualTo("[container];[process] 0\nweb;nginx;memcpy;main 3\n");
  }

  @Test
  void writesWhatItReads() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      String text = written(RandomStacks.tree(RandomStacks.of(seed, 100)));
      CollapsedInput input = read(text);
      assertThat(input.malformed()).isZero();
      assertThat(written(input.tree()).lines())
          .containsExactlyInAnyOrderElementsOf(text.lines().toList());
    }
  }

  @Test
  void writesDeepStacks() throws IOException {
    Frame frame = new Frame("recurse", FrameKind.NATIVE);
    CallTree tree = CallTree.builder().add(Collections.nCopies(20_000, frame), 1).build();

    assertThat(written(tree)).hasSize(20_000 * "recurse;".length() - 1 + " 1\n".length());
  }
}
