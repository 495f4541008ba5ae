package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CommsTest {
  private final Comms comms = new Comms();

  private String name(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(Arrays.copyOf(bytes, 16)).order(ByteOrder.LITTLE_ENDIAN);
    return comms.name(words.getLong(), words.getLong());
  }

  @Test
  void endsAtTheFirstNul() {
    assertThat(name(new byte[16])).isEmpty();
    assertThat(name("a\0bc".getBytes(StandardCharsets.UTF_8))).isEqualTo("a");
    assertThat(name("kworker/0:1-evt".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("kworker/0:1-evt");
  }

  @Test
  void marksWhatIsNoUtf8() {
    assertThat(name(new byte[] {'x', (byte) 0xff, 'y'})).isEqualTo("x\ufffdy");
    assertThat(name("größe".getBytes(StandardCharsets.UTF_8))).isEqualTo("größe");
  }

  @Test
  void tellsManyNamesApart() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        String name = "thread-" + i;
        assertThat(name(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
      }
    }
  }
}
