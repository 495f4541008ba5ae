package dev.brazier.bpf.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.perf.PerfRecord.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What Linux 6.18 wrote for a shell, process 32086, that counted, then ran {@code ls} and {@code
 * cat}: at 499 Hz of cpu-clock, inherited, with the attributes that the sampler asks for.
 */
final class RecordedRingTest {
  private static final int SHELL = 32086;
  private static final int DATA = 64 << 10;

  private final byte[] recorded = read();
  private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);

  private static byte[] read() {
    try (InputStream in = RecordedRingTest.class.getResourceAsStream("shell.ring")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static PerfRing ring(byte[] data) {
    FakePerfRing fake = new FakePerfRing(DATA);
    fake.pages.put(FakePerfRing.PAGE, data);
    fake.pages.putLong(PerfRing.DATA_TAIL, 0);
    PerfRing ring = fake.reader();
    fake.pages.putLong(PerfRing.DATA_HEAD, data.length);
    return ring;
  }

  private void drain(PerfRing ring, PerfRings.Handler handler) {
    PerfRings.drain(
        List.of(ring),
        Long.MAX_VALUE,
        (number, record) -> {
          kinds.merge(record.kind(), 1, Integer::sum);
          handler.record(number, record);
        });
  }

  @Test
  void holdsTheLifeOfAShell() {
    List<String> story = new ArrayList<>();
    PerfRing ring = ring(recorded);
    drain(
        ring,
        (number, record) -> {
          switch (record.kind()) {
            case FORK -> story.add(record.parentTgid() + " forks " + record.tgid());
            case NAME -> story.add("%d is %x".formatted(record.tgid(), record.nameLow()));
            case EXIT -> story.add(record.tid() + " ends");
            case SAMPLE, LOST, OTHER -> {}
          }
        });

    assertThat(ring.damaged()).isZero();
    assertThat(kinds)
        .containsOnly(
            Map.entry(Kind.SAMPLE, 62),
            Map.entry(Kind.FORK, 2),
            Map.entry(Kind.NAME, 2),
            Map.entry(Kind.EXIT, 3));
    assertThat(story)
        .containsExactly(
            "32086 forks 32165",
            "32165 is 736c", // ls
            "32165 ends",
            "32086 forks 32167",
            "32167 is 746163", // cat
            "32167 ends",
            "32086 ends");
  }

  @Test
  void holdsStacksOfTheShell() {
    long[] frames = new long[256];
    long[] last = {0};
    drain(
        ring(recorded),
        (number, record) -> {
          assertThat(record.timeNanos()).isGreaterThanOrEqualTo(last[0]);
          last[0] = record.timeNanos();
          if (record.kind() == Kind.SAMPLE) {
            assertThat(record.tgid()).isGreaterThanOrEqualTo(SHELL).isEqualTo(record.tid());
            assertThat(record.cgroup()).isPositive();
            int user = record.userFrames(frames);
            for (int i = 0; i < user; i++) {
              assertThat(frames[i]).isNotNegative(); // 0 where the chain is broken
            }
            int kernel = record.kernelFrames(frames);
            for (int i = 0; i < kernel; i++) {
              assertThat(frames[i]).isNegative();
            }
            assertThat(record.inUserMode() ? user : kernel).isPositive();
          }
        });
  }

  @Test
  void survivesDamage() {
    Random random = new Random(1789);
    long[] frames = new long[256];
    for (int round = 0; round < 10_000; round++) {
      byte[] damaged = recorded.clone();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      int[] records = {0};

      drain(
          ring(damaged),
          (number, record) -> {
            records[0]++;
            if (record.kind() == Kind.SAMPLE) {
              record.kernelFrames(frames);
              record.userFrames(frames);
              record.cgroup();
            } else if (record.kind() != Kind.OTHER) {
              record.tid();
              record.parentTid();
            }
          });

      assertThat(records[0]).isBetween(0, damaged.length / Long.BYTES);
    }
  }
}
