package dev.brazier.flamegraph;

import static dev.brazier.flamegraph.CollapsedReaderTest.read;
import static dev.brazier.flamegraph.CollapsedReaderTest.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class CollapsedReaderFuzzTest {
  private static final byte[] SEED =
      """
      [container];[process] 0
      web;nginx;main;work_[j];read_[k] 12\r
      # note 3
      web;nginx;main\t7
      web;bash;[unknown] 1.5
      [t tid=4];\u00e4\u202e;x_[0] 3

      """
          .getBytes(UTF_8);
  private static final byte[] TELLING = {
    ';', ' ', '\t', '\n', '\r', '0', '9', '.', '-', '#', '_', '[', ']', 'k', 0, (byte) 0xFF
  };

  @Test
  void readsAnyBytesToATreeThatWritesAndReadsTheSame() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          Random random = new Random(20_817);
          for (int round = 0; round < 6_000; round++) {
            byte[] text = mutated(random);
            CollapsedInput input = read(text);
            assertThat(input.stacks() + input.malformed()).isLessThanOrEqualTo(input.lines());
            String once = written(input.tree());
            CollapsedInput again = read(once);
            assertThat(again.malformed()).isZero();
            assertThat(again.tree().total()).isEqualTo(input.tree().total());
          }
        });
  }

  @Test
  void readsTheSameInPiecesAsInOne() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] text = mutated(random);
      CollapsedInput pieces = CollapsedReader.read(new Pieces(text, 1 + random.nextInt(9)));
      CollapsedInput whole = read(text);
      assertThat(written(pieces.tree())).isEqualTo(written(whole.tree()));
      assertThat(pieces.firstMalformed()).isEqualTo(whole.firstMalformed());
      assertThat(pieces.lines()).isEqualTo(whole.lines());
    }
  }

  @Test
  void readsTheSameByTwoThreadsAsByOne() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      byte[] text = mutated(random);
      int blockSize = 4 + random.nextInt(60);
      CollapsedInput shared = CollapsedReader.read(new ByteArrayInputStream(text), blockSize);
      CollapsedInput alone = read(text);
      assertThat(written(shared.tree())).isEqualTo(written(alone.tree()));
      assertThat(shared.tree().frames()).isEqualTo(alone.tree().frames());
      assertThat(shared.firstMalformed()).isEqualTo(alone.firstMalformed());
      assertThat(shared.malformed()).isEqualTo(alone.malformed());
      assertThat(shared.rounded()).isEqualTo(alone.rounded());
      assertThat(shared.stacks()).isEqualTo(alone.stacks());
      assertThat(shared.lines()).isEqualTo(alone.lines());
    }
  }

  @Test
  void refusesDamagedGzipWithAnInputException() {
    Random random = new Random(99);
    for (int round = 0; round < 2_000; round++) {
      byte[] text = new byte[40];
      random.nextBytes(text);
      text[0] = 0x1f;
      text[1] = (byte) 0x8b;
      text[2] = 8;
      assertThatCode(
              () -> {
                try {
                  CollapsedReader.read(new ByteArrayInputStream(text));
                } catch (IOException expected) {
                  // the one failure that a reader of foreign bytes may have
                }
              })
          .doesNotThrowAnyException();
    }
  }

  private static byte[] mutated(Random random) {
    byte[] text = SEED.clone();
    for (int change = random.nextInt(12); change > 0; change--) {
      int at = random.nextInt(text.length);
      switch (random.nextInt(4)) {
        case 0 -> text[at] = TELLING[random.nextInt(TELLING.length)];
        case 1 -> text[at] = (byte) random.nextInt();
        case 2 -> text = Arrays.copyOf(text, Math.max(1, at));
        default -> {
          int from = random.nextInt(text.length);
          int length = Math.min(text.length - Math.max(from, at), random.nextInt(20));
          System.arraycopy(text, from, text, at, length);
        }
      }
    }
    return text;
  }

  private static final class Pieces extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int most;

    Pieces(byte[] bytes, int most) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, Math.min(length, most));
    }
  }
}
