package dev.brazier.bpf.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Samples with registers and a copy of the stack. */
final class StackCopyRecordTest {
  private static final int BYTES = 4096;
  private static final long FOREVER = Long.MAX_VALUE;
  private static final int USER = 2;
  private static final long ABI_32 = 1;
  private static final long ABI_64 = 2;

  /** Three registers, four words of stack. */
  private static final SampleFormat FORMAT = new SampleFormat(true, true, 0b1011, 32);

  /** Thread, time, a chain of one address. */
  private static final long[] BEFORE = {FakePerfRing.pair(7, 8), 100, 2, FakePerfRing.USER, 5};

  private final List<String> seen = new ArrayList<>();
  private final ByteBuffer stack = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);

  private static long[] words(long[] first, long... rest) {
    long[] all = new long[first.length + rest.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  private void drain(FakePerfRing ring) {
    PerfRings.drain(List.of(ring.reader()), FOREVER, (number, record) -> seen.add(text(record)));
  }

  private String text(PerfRecord record) {
    String kind = record.kind() + (record.isTornSample() ? " torn" : "");
    if (record.kind() != PerfRecord.Kind.SAMPLE) {
      return kind;
    }
    if (!record.hasStackCopy()) {
      return kind + " in " + record.cgroup();
    }
    long[] registers = new long[3];
    record.copyRegisters(registers);
    record.copyStack(stack);
    StringBuilder text = new StringBuilder(kind + " in " + record.cgroup() + ":");
    for (long register : registers) {
      text.append(' ').append(register);
    }
    text.append(" |");
    for (int at = 0; at + 8 <= stack.limit(); at += 8) {
      text.append(' ').append(stack.getLong(at));
    }
    return text.toString();
  }

  @Test
  void readsRegistersAndTheStack() {
    FakePerfRing ring = new FakePerfRing(BYTES, FORMAT);
    ring.record(9, USER, words(BEFORE, ABI_64, 1, 2, 3, 32, 10, 11, 12, 13, 32, 77));
    ring.record(9, USER, words(BEFORE, ABI_64, 1, 2, 3, 32, 10, 11, 12, 13, 16, 78));
    drain(ring);

    assertThat(seen)
        .containsExactly("SAMPLE in 77: 1 2 3 | 10 11 12 13", "SAMPLE in 78: 1 2 3 | 10 11");
  }

  @Test
  void readsThemWhereTheyRunOverTheEnd() {
    for (long start = BYTES - 160; start <= BYTES; start += 8) {
      seen.clear();
      FakePerfRing ring = new FakePerfRing(BYTES, FORMAT).startingAt(3L * BYTES + start);
      ring.record(9, USER, words(BEFORE, ABI_64, 1, 2, 3, 32, 10, 11, 12, 13, 32, 77));
      drain(ring);

      assertThat(seen).containsExactly("SAMPLE in 77: 1 2 3 | 10 11 12 13");
    }
  }

  @Test
  void hasNoCopyOfWhatHasNoUserPartOrIs32Bit() {
    FakePerfRing ring = new FakePerfRing(BYTES, FORMAT);
    ring.record(9, USER, words(BEFORE, 0, 0, 77));
    ring.record(9, USER, words(BEFORE, ABI_64, 1, 2, 3, 0, 78));
    ring.record(9, USER, words(BEFORE, ABI_32, 1, 2, 3, 32, 10, 11, 12, 13, 32, 79));
    drain(ring);

    assertThat(seen).containsExactly("SAMPLE in 77", "SAMPLE in 78", "SAMPLE in 79");
  }

  @Test
  void isTornWhenAPartDoesNotFit() {
    long[] whole = words(BEFORE, ABI_64, 1, 2, 3, 32, 10, 11, 12, 13, 32, 77);
    for (int length = 3; length < whole.length; length++) {
      FakePerfRing ring = new FakePerfRing(BYTES, FORMAT);
      ring.record(9, USER, java.util.Arrays.copyOf(whole, length));
      drain(ring);
    }
    for (long size : new long[] {-8, 7, 1L << 40, Long.MAX_VALUE & -8, Long.MIN_VALUE}) {
      FakePerfRing ring = new FakePerfRing(BYTES, FORMAT);
      ring.record(9, USER, words(BEFORE, ABI_64, 1, 2, 3, size, 10, 11, 12, 13, 32, 77));
      drain(ring);
    }

    assertThat(seen).hasSize(18).containsOnly("OTHER torn");
  }

  @Test
  void staysInsideOfDamagedRecords() {
    Random dice = new Random(5);
    for (int round = 0; round < 50_000; round++) {
      FakePerfRing ring = new FakePerfRing(BYTES, FORMAT);
      long[] words = words(BEFORE, ABI_64, 1, 2, 3, 32, 10, 11, 12, 13, 32, 77);
      for (int wounds = dice.nextInt(4); wounds >= 0; wounds--) {
        words[dice.nextInt(words.length)] =
            dice.nextBoolean() ? dice.nextLong() : dice.nextInt(100) - 50;
      }
      ring.record(9, USER, words);
      seen.clear();
      drain(ring);
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void knowsTheSizesThatTheKernelTakes() {
    assertThat(FORMAT.sampleType()).isEqualTo(1 << 1 | 1 << 2 | 1 << 5 | 3 << 12 | 1 << 21);
    assertThatThrownBy(() -> new SampleFormat(true, true, 1, 12))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SampleFormat(true, true, 1, 1 << 16))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
