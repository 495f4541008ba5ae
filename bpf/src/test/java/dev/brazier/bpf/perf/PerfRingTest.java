package dev.brazier.bpf.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PerfRingTest {
  private static final int BYTES = 4096;
  private static final long FOREVER = Long.MAX_VALUE;

  private final FakePerfRing fake = new FakePerfRing(BYTES);
  private final List<String> seen = new ArrayList<>();

  private void drain(long until, PerfRing... rings) {
    PerfRings.drain(List.of(rings), until, (ring, record) -> seen.add(text(ring, record)));
  }

  private static String text(int ring, PerfRecord record) {
    long[] kernel = new long[16];
    long[] user = new long[16];
    return ring
        + " "
        + switch (record.kind()) {
          case SAMPLE ->
              "sample %d/%d at %d in %d: %d kernel, %d user %s"
                  .formatted(
                      record.tgid(),
                      record.tid(),
                      record.timeNanos(),
                      record.cgroup(),
                      record.kernelFrames(kernel),
                      record.userFrames(user),
                      record.inUserMode() ? "from " + user[0] : "through " + kernel[0]);
          case NAME ->
              "name %d/%d %d %d %b"
                  .formatted(
                      record.tgid(),
                      record.tid(),
                      record.nameLow(),
                      record.nameHigh(),
                      record.isExec());
          case FORK ->
              "fork %d/%d of %d/%d"
                  .formatted(record.tgid(), record.tid(), record.parentTgid(), record.parentTid());
          case EXIT -> "exit %d/%d".formatted(record.tgid(), record.tid());
          case LOST -> "lost " + record.lost();
          case OTHER -> "other" + (record.isTornSample() ? " torn" : "");
        };
  }

  @Test
  void readsEachKindOfRecord() {
    fake.fork(20, 10, 20, 11, 100);
    fake.name(20, 20, 0x6c73, true, 110);
    fake.longName(20, 21, 1, 2, 115);
    fake.sample(20, 20, 120, 2, 77, FakePerfRing.USER, 5, 6);
    fake.sample(20, 20, 130, 1, 77, FakePerfRing.KERNEL, -9000, -9001, FakePerfRing.USER, 5, 6, 7);
    fake.lost(3, 140);
    fake.exit(20, 20, 150);
    fake.record(13, 0, 4, 0, 160);
    fake.record(5, 0, 1, 2, 3, 0, 170);

    drain(FOREVER, fake.reader());

    assertThat(seen)
        .containsExactly(
            "0 fork 20/20 of 10/11",
            "0 name 20/20 27763 0 true",
            "0 name 20/21 1 2 false",
            "0 sample 20/20 at 120 in 77: 0 kernel, 2 user from 5",
            "0 sample 20/20 at 130 in 77: 2 kernel, 3 user through -9000",
            "0 lost 3",
            "0 exit 20/20",
            "0 lost 4",
            "0 other");
    assertThat(fake.tail()).isEqualTo(fake.head());
  }

  @Test
  void readsRecordsThatRunOverTheEnd() {
    for (long start = BYTES - 64; start <= BYTES; start += 8) {
      seen.clear();
      FakePerfRing wrapping = new FakePerfRing(BYTES).startingAt(5L * BYTES + start);
      wrapping.sample(1, 2, 3, 2, 4, FakePerfRing.USER, 5, 6);
      drain(FOREVER, wrapping.reader());
      assertThat(seen).containsExactly("0 sample 1/2 at 3 in 4: 0 kernel, 2 user from 5");
    }
  }

  @Test
  void handsOverTheRecordsOfAllRingsInTheOrderOfTheirTimes() {
    FakePerfRing second = new FakePerfRing(BYTES);
    second.fork(20, 10, 20, 10, 5);
    fake.sample(20, 20, 6, 2, 0, FakePerfRing.USER, 1);
    fake.sample(20, 20, 7, 2, 0, FakePerfRing.USER, 1);
    second.sample(20, 20, 8, 2, 0, FakePerfRing.USER, 1);
    fake.exit(20, 20, 9);

    drain(FOREVER, fake.reader(), second.reader());

    assertThat(seen)
        .extracting(text -> text.substring(0, 6))
        .containsExactly("1 fork", "0 samp", "0 samp", "1 samp", "0 exit");
  }

  @Test
  void leavesWhatIsNewerThanAskedFor() {
    PerfRing ring = fake.reader();
    fake.sample(1, 1, 100, 2, 0, FakePerfRing.USER, 1);
    fake.sample(1, 1, 200, 2, 0, FakePerfRing.USER, 1);

    drain(150, ring);
    assertThat(seen).hasSize(1);

    drain(250, ring);
    drain(250, ring);
    assertThat(seen).hasSize(2);
  }

  @Test
  void givesARecordBackWhenTheHandlerThrows() {
    fake.lost(1, 1);
    fake.lost(2, 2);
    PerfRing ring = fake.reader();

    assertThatThrownBy(
            () ->
                PerfRings.drain(
                    List.of(ring),
                    FOREVER,
                    (number, record) -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    drain(FOREVER, ring);

    assertThat(seen).containsExactly("0 lost 2");
  }

  @Test
  void beginsAnewAfterWhatIsNoRecord() {
    PerfRing ring = fake.reader();
    fake.lost(1, 1);
    fake.record(9, 0);
    fake.pages.putShort(FakePerfRing.PAGE + 5 * Long.BYTES + 6, (short) 3);

    drain(FOREVER, ring);
    fake.lost(2, 2);
    drain(FOREVER, ring);

    assertThat(seen).containsExactly("0 lost 1", "0 lost 2");
    assertThat(ring.damaged()).isOne();
  }

  @Test
  void callsASampleTornThatIsShorterThanItsChain() {
    fake.record(9, 2, FakePerfRing.pair(1, 1), 5, 1000, 0);
    fake.record(9, 2, FakePerfRing.pair(1, 1), 6, -1, 0);
    fake.record(9, 2, FakePerfRing.pair(1, 1));

    drain(FOREVER, fake.reader());

    assertThat(seen).containsExactly("0 other torn", "0 other torn", "0 other torn");
  }

  @Test
  void survivesAnyBytes() {
    Random random = new Random(4711);
    for (int round = 0; round < 20_000; round++) {
      FakePerfRing ring = new FakePerfRing(256).startingAt(random.nextInt(64) * 8L);
      fill(ring, random);
      PerfRing reader = ring.reader();
      long head = ring.tail() + random.nextInt(300) - 20;
      ring.pages.putLong(PerfRing.DATA_HEAD, random.nextInt(9) == 0 ? random.nextLong() : head);
      int[] records = {0};

      PerfRings.drain(
          List.of(reader),
          FOREVER,
          (number, record) -> {
            records[0]++;
            text(number, record);
          });

      assertThat(records[0]).isLessThan(10_000);
    }
  }

  /** Random bytes, some of them plausible headers. */
  private static void fill(FakePerfRing ring, Random random) {
    ByteBuffer pages = ring.pages;
    for (int at = FakePerfRing.PAGE; at < pages.capacity(); at += Long.BYTES) {
      boolean plausible = random.nextInt(3) == 0;
      long header = random.nextInt(14) | (long) random.nextInt(4) << 32;
      long size = (long) random.nextInt(12) << 51;
      pages.putLong(at, plausible ? header | size : random.nextInt(8));
    }
  }
}
