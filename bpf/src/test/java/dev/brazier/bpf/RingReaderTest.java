package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RingReaderTest {
  private final FakeRing ring = new FakeRing(4096);
  private final RingReader reader = ring.reader();
  private final List<List<Byte>> records = new ArrayList<>();

  private int drain() {
    return reader.drain(
        record -> {
          List<Byte> content = new ArrayList<>();
          while (record.hasRemaining()) {
            content.add(record.get());
          }
          records.add(content);
        },
        reader.produced());
  }

  private static List<Byte> list(byte... content) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : content) {
      bytes.add(b);
    }
    return bytes;
  }

  @Test
  void handsOverRecordsInOrderAndReleasesTheirSpace() {
    ring.append(new byte[] {1, 2, 3}, 0);
    ring.append(new byte[] {4}, 0);

    assertThat(drain()).isEqualTo(2);
    assertThat(records).containsExactly(list((byte) 1, (byte) 2, (byte) 3), list((byte) 4));
    assertThat(ring.consumed()).isEqualTo(ring.produced());
    assertThat(drain()).isZero();
  }

  @Test
  void skipsDiscardedRecords() {
    ring.append(new byte[] {1}, RingReader.DISCARDED);
    ring.append(new byte[] {2}, 0);

    assertThat(drain()).isEqualTo(1);
    assertThat(records).containsExactly(list((byte) 2));
  }

  @Test
  void stopsAtARecordThatIsBeingWritten() {
    ring.append(new byte[] {1}, 0);
    long busy = ring.append(new byte[] {2}, RingReader.BUSY);
    ring.append(new byte[] {3}, 0);

    assertThat(drain()).isEqualTo(1);
    assertThat(ring.consumed()).isEqualTo(busy);

    ring.header(busy, 1);
    assertThat(drain()).isEqualTo(2);
  }

  @Test
  void leavesRecordsBeyondTheGivenEnd() {
    ring.append(new byte[] {1}, 0);
    long end = reader.produced();
    ring.append(new byte[] {2}, 0);

    assertThat(reader.drain(record -> {}, end)).isEqualTo(1);
    assertThat(ring.consumed()).isEqualTo(end);
  }

  @Test
  void countsARecordAsReadWhenItsHandlerThrows() {
    ring.append(new byte[] {1}, 0);
    ring.append(new byte[] {2}, 0);

    assertThatThrownBy(
            () ->
                reader.drain(
                    record -> {
                      throw new IllegalStateException("no");
                    },
                    reader.produced()))
        .hasMessage("no");
    assertThat(drain()).isEqualTo(1);
    assertThat(records).containsExactly(list((byte) 2));
  }

  @Test
  void keepsTheHandlerWithinItsRecord() {
    ring.append(new byte[] {1}, 0);
    ring.append(new byte[] {2}, 0);

    assertThatThrownBy(() -> reader.drain(record -> record.getLong(), reader.produced()))
        .isInstanceOf(BufferUnderflowException.class);
    assertThatThrownBy(() -> reader.drain(record -> record.put(0, (byte) 1), reader.produced()))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void wrapsAroundTheEnd() {
    Random random = new Random(3);
    List<List<Byte>> expected = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        byte[] content = new byte[random.nextInt(1000)];
        random.nextBytes(content);
        ring.append(content, 0);
        expected.add(list(content));
      }
      drain();
      assertThat(records).isEqualTo(expected);
      records.clear();
      expected.clear();
    }
    assertThat(ring.consumed()).isGreaterThan(1_000_000);
  }
}
