package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CollapsedReaderTest {
  @Test
  void readsFramesRootFirstAndAddsCountsUp() {
    CollapsedInput input = read("main;work 3\nmain 1\nmain;work 4\n");

    assertThat(input.tree().total()).isEqualTo(8);
    assertThat(names(input)).containsExactly("main", "work");
    assertThat(input.stacks()).isEqualTo(3);
    assertThat(input.lines()).isEqualTo(3);
    assertThat(input.malformed()).isZero();
  }

  @Test
  void takesCarriageReturnsTabsTrailingBlanksAndAMissingLastLineEnd() {
    CollapsedInput input = read("a;b 1\r\na;c\t2\na;d   3  \na;e 4");

    assertThat(names(input)).containsExactly("a", "b", "c", "d", "e");
    assertThat(input.tree().total()).isEqualTo(10);
  }

  @Test
  void skipsEmptyLinesAndComments() {
    CollapsedInput input = read("\n# made by hand 7\n  \n\r\na 1\n");

    assertThat(names(input)).containsExactly("a");
    assertThat(input.lines()).isEqualTo(5);
    assertThat(input.malformed()).isZero();
  }

  @Test
  void keepsBlanksAndNumbersInsideNames() {
    CollapsedInput input = read("operator new (unsigned long) 2;std::map<int, int> 7 5\n");

    assertThat(names(input))
        .containsExactly("operator new (unsigned long) 2", "std::map<int, int> 7");
    assertThat(input.tree().total()).isEqualTo(5);
  }

  @Test
  void roundsFractionsAndSaysHowMany() {
    CollapsedInput input = read("a 1.5\nb 2.49\nc 3.0\nd .5\ne 0.2\n");

    assertThat(input.tree().total()).isEqualTo(2 + 2 + 3 + 1);
    assertThat(input.rounded()).isEqualTo(4);
    assertThat(input.stacks()).isEqualTo(4);
  }

  @Test
  void reportsLinesThatAreNoStackWithTheirNumbers() {
    CollapsedInput input = read("ok 1\nmain;work\n\n42\n 42\na -3\na 1e3\nnan nan\nok 1\n;; x\n");

    assertThat(input.tree().total()).isEqualTo(2);
    assertThat(names(input)).containsExactly("ok");
    assertThat(input.malformed()).isEqualTo(7);
    assertThat(input.firstMalformed())
        .map(MalformedLine::toString)
        .containsExactly(
            "line 2: no count after the stack: \"main;work\"",
            "line 4: no count after the stack: \"42\"",
            "line 5: no stack before the count: \" 42\"",
            "line 6: negative count: \"a -3\"",
            "line 7: count is not a number: \"a 1e3\"");
  }

  @Test
  void keepsSumsBeyondALong() {
    String most = Long.toString(Long.MAX_VALUE);
    CollapsedInput input = read("a " + most + "\nb " + most + "\nc 99999999999999999999\n");

    assertThat(input.tree().divisor()).isEqualTo(4);
    assertThat(input.tree().total(1)).isEqualTo(Long.MAX_VALUE >> 2);
    assertThat(input.tree().total(3)).isEqualTo(Long.MAX_VALUE >> 2);
  }

  @Test
  void understandsTheEndingsOfOtherTools() {
    CollapsedInput input =
        read("[pool-1 tid=7];run_[j];f_[1];g_[0];h_[i];w_[w];read_[k];[libc.so.6];[unknown]; 1\n");

    CallTree tree = input.tree();
    assertThat(tree.size()).isEqualTo(10);
    assertThat(tree.frame(1)).isEqualTo(new Frame("[pool-1 tid=7]", FrameKind.THREAD));
    assertThat(tree.frame(2)).isEqualTo(new Frame("run", FrameKind.JIT));
    assertThat(tree.frame(3)).isEqualTo(new Frame("f", FrameKind.JIT));
    assertThat(tree.frame(4)).isEqualTo(new Frame("g", FrameKind.INTERPRETED));
    assertThat(tree.frame(5)).isEqualTo(new Frame("h", FrameKind.INLINED));
    assertThat(tree.frame(6)).isEqualTo(new Frame("w_[w]", FrameKind.NATIVE));
    assertThat(tree.frame(7)).isEqualTo(new Frame("read", FrameKind.KERNEL));
    assertThat(tree.frame(8)).isEqualTo(new Frame("[libc.so.6]", FrameKind.UNKNOWN));
    assertThat(tree.frame(9)).isEqualTo(new Frame("[unknown]", FrameKind.UNKNOWN));
  }

  @Test
  void namesEmptyFramesUnknown() {
    CollapsedInput input = read("a;;b 1\n;c 1\n");

    assertThat(names(input)).containsExactly("[unknown]", "a", "b", "c");
    assertThat(input.tree().size()).isEqualTo(6);
  }

  @Test
  void mergesDifferentBytesThatSpellTheSameFrame() {
    byte[] text = "a\u00ff 1\na\u00fe 2\n".getBytes(ISO_8859_1);

    CollapsedInput input = read(text);

    assertThat(names(input)).containsExactly("a\ufffd");
    assertThat(input.tree().size()).isEqualTo(2);
    assertThat(input.tree().total()).isEqualTo(3);
  }

  @Test
  void readsTextInManySmallPieces() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append("root;".repeat(i % 40)).append("leaf").append(i % 97).append(" 2\n");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    CollapsedInput whole = read(bytes);

    CollapsedInput pieces = CollapsedReader.read(new OneByteAtATime(bytes));

    assertThat(written(pieces.tree())).isEqualTo(written(whole.tree()));
    assertThat(whole.tree().total()).isEqualTo(10_000);
  }

  @Test
  void takesAByteOrderMarkAndGzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("\ufeffa;b 1\n".getBytes(UTF_8));
    }

    assertThat(names(read(packed.toByteArray()))).containsExactly("a", "b");
    byte[] torn = Arrays.copyOf(packed.toByteArray(), packed.size() - 4);
    assertThatThrownBy(() -> CollapsedReader.read(new ByteArrayInputStream(torn)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void takesNamesOfAnyLengthUpToALimit() {
    String name = "n".repeat(200_000);
    assertThat(names(read("a;" + name + " 1\n"))).containsExactly("a", name);

    byte[] tooLong = new byte[LineBlocks.MAX_LINE + 9];
    Arrays.fill(tooLong, (byte) 'x');
    byte[] tail = " 1\nok 1\n".getBytes(UTF_8);
    byte[] text = Arrays.copyOf(tooLong, tooLong.length + tail.length);
    System.arraycopy(tail, 0, text, tooLong.length, tail.length);

    CollapsedInput input = read(text);

    assertThat(names(input)).containsExactly("ok");
    assertThat(input.firstMalformed())
        .map(MalformedLine::reason)
        .containsExactly("longer than 16 MiB");
    assertThat(input.lines()).isEqualTo(2);
  }

  @Test
  void tellsTheNumberOfABadLineWhicheverThreadMeetsIt() {
    String good = "main;work 1\n".repeat(100_000);

    CollapsedInput input = read("first\n" + good + "[process] 0\n" + good + "last\n");

    assertThat(input.firstMalformed()).map(MalformedLine::number).containsExactly(1L, 200_003L);
    assertThat(input.lines()).isEqualTo(200_003);
    assertThat(input.tree().frame(1)).isEqualTo(new Frame("main", FrameKind.PROCESS));
    assertThat(input.tree().total()).isEqualTo(200_000);
  }

  @Test
  void stopsBothThreadsWhenTheTextCannotBeReadOn() {
    byte[] good = "main;work 1\n".repeat(100_000).getBytes(UTF_8);
    InputStream torn =
        new SequenceInputStream(
            new ByteArrayInputStream(good),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the cable was pulled");
              }

              @Override
              public int read(byte[] into, int from, int length) throws IOException {
                return read();
              }
            });

    assertThatThrownBy(() -> CollapsedReader.read(torn)).hasMessage("the cable was pulled");
  }

  @Test
  void takesDeepStacksAndReportsBottomlessOnes() {
    assertThat(read("f;".repeat(20_000) + "g 1\n").tree().size()).isEqualTo(20_002);

    CollapsedInput input = read("f;".repeat(70_000) + "g 1\nok 1\n");

    assertThat(names(input)).containsExactly("ok");
    assertThat(input.firstMalformed().get(0).reason()).isEqualTo("more than 65535 frames");
  }

  @Test
  void makesAnEmptyTreeOfAnEmptyText() {
    assertThat(read("").tree().size()).isEqualTo(1);
    assertThat(read("").lines()).isZero();
    assertThat(read("\n").tree().total()).isZero();
  }

  @Test
  void takesTheDeclarationOfTheFirstRowsFromAnywhereInTheText() {
    CollapsedInput input = read("web;nginx;main 1\n[container];[process] 0\nweb;[unknown] 1\n");

    CallTree tree = input.tree();
    assertThat(tree.frame(1)).isEqualTo(new Frame("web", FrameKind.CONTAINER));
    assertThat(tree.frame(2)).isEqualTo(new Frame("[unknown]", FrameKind.PROCESS));
    assertThat(tree.frame(3)).isEqualTo(new Frame("nginx", FrameKind.PROCESS));
    assertThat(tree.frame(4)).isEqualTo(new Frame("main", FrameKind.NATIVE));
  }

  @Test
  void ignoresDeclarationsThatContradictEachOther() {
    CollapsedInput input = read("[container];[process] 0\na;b 1\n[process] 0\n");

    assertThat(input.tree().frame(1).kind()).isEqualTo(FrameKind.NATIVE);
  }

  static CollapsedInput read(String text) {
    return read(text.getBytes(UTF_8));
  }

  static CollapsedInput read(byte[] text) {
    try {
      return CollapsedReader.read(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new AssertionError("a byte array can always be read", e);
    }
  }

  static String written(CallTree tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CollapsedWriter.write(tree, out);
    return out.toString(UTF_8);
  }

  private static Iterable<String> names(CollapsedInput input) {
    return input.tree().frames().stream().map(Frame::name).toList();
  }

  private static final class OneByteAtATime extends InputStream {
    private final byte[] bytes;
    private int at;

    OneByteAtATime(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at == bytes.length ? -1 : bytes[at++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0 || at == bytes.length) {
        return length == 0 ? 0 : -1;
      }
      into[offset] = bytes[at++];
      return 1;
    }
  }
}
