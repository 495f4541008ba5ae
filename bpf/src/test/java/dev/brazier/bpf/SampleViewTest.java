package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.bpf.SampleLayout.SampleRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SampleViewTest {
  private static final long KERNEL = 0x0fffffff81000010L;
  private static final long FILE = 1L << 60 | 7L << 36 | 0x1a40;
  private static final long USER = 2L << 60 | 0x7f0000001000L;

  private final SampleView view = new SampleView();

  /**
   * One kernel frame and two user frames, after {@code lead} bytes that belong to somebody else.
   */
  private static ByteBuffer record(int lead) {
    ByteBuffer bytes =
        ByteBuffer.allocate(lead + SampleRecord.FRAMES + 24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(lead);
    bytes.putLong(1_000_000_007L).putInt(41).putInt(42).putLong(99).putLong(5_000_000_000L);
    bytes.putShort((short) 40_000).putShort((short) 1).putShort((short) 2);
    bytes.put((byte) 1).put((byte) 3);
    bytes.put(Arrays.copyOf("worker".getBytes(StandardCharsets.UTF_8), 16));
    bytes.put("exactly16letters".getBytes(StandardCharsets.UTF_8));
    bytes.putLong(KERNEL).putLong(FILE).putLong(USER);
    return bytes.position(lead);
  }

  @Test
  void readsEveryField() {
    assertThat(view.show(record(24))).isTrue();

    assertThat(view.timeNanos()).isEqualTo(1_000_000_007L);
    assertThat(view.tgid()).isEqualTo(41);
    assertThat(view.tid()).isEqualTo(42);
    assertThat(view.cgroupId()).isEqualTo(99);
    assertThat(view.startTimeNanos()).isEqualTo(5_000_000_000L);
    assertThat(view.cpu()).isEqualTo(40_000);
    assertThat(view.kernelFrames()).isEqualTo(1);
    assertThat(view.userFrames()).isEqualTo(2);
    assertThat(view.end()).isEqualTo(StackEnd.ROOT);
    assertThat(view.inUserMode()).isTrue();
    assertThat(view.located()).isTrue();
    assertThat(view.comm()).isEqualTo("worker");
    assertThat(view.processComm()).isEqualTo("exactly16letters");
    assertThat(view.frame(2)).isEqualTo(USER);
    assertThatThrownBy(() -> view.frame(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> view.frame(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void copiesASampleThatLasts() {
    ByteBuffer record = record(0);
    view.show(record);

    StackSample sample = view.toSample();
    record.put(0, new byte[record.limit()]);

    assertThat(sample.kernelFrames().words()).containsExactly(KERNEL);
    assertThat(sample.userFrames().words()).containsExactly(FILE, USER);
    assertThat(sample.userFrames()).hasToString("[file 7+0x1a40, user 0x7f0000001000]");
    assertThat(sample.comm()).isEqualTo("worker");
    assertThat(sample.end()).isEqualTo(StackEnd.ROOT);
  }

  @Test
  void copiesFramesIntoAnArray() {
    view.show(record(0));
    long[] target = new long[254];

    assertThat(view.copyFrames(target)).isEqualTo(3);
    assertThat(target).startsWith(KERNEL, FILE, USER, 0);
  }

  @Test
  void refusesARecordThatIsShorterThanItsCounts() {
    for (int length = 0; length < SampleRecord.FRAMES + 24; length++) {
      assertThat(view.show(record(0).limit(length))).as("%d bytes", length).isFalse();
    }
  }

  @Test
  void readsAnyBytesWithoutLeavingTheRecord() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] garbage = new byte[random.nextInt(400)];
      random.nextBytes(garbage);
      if (garbage.length > SampleRecord.USER_FRAMES + 2) {
        garbage[SampleRecord.KERNEL_FRAMES + 1] = 0;
        garbage[SampleRecord.USER_FRAMES + 1] = 0;
      }
      ByteBuffer record = ByteBuffer.wrap(garbage).order(ByteOrder.LITTLE_ENDIAN);
      if (view.show(record)) {
        assertThat(view.toSample().end()).isNotNull();
        assertThat(view.toSample().toString()).isNotEmpty();
      }
    }
  }

  @Test
  void givesTheSameStringForTheSameComm() {
    view.show(record(0));
    String first = view.comm();
    view.show(record(8));

    assertThat(view.comm()).isSameAs(first);
  }
}
