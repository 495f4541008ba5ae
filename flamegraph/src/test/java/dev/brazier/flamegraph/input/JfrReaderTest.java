package dev.brazier.flamegraph.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JfrReaderTest {
  @TempDir private static Path folder = Path.of("");

  private static byte[] recording = {};

  @Name("test.Allocation")
  static final class Allocation extends Event {
    long size;
  }

  @Name("test.Other")
  static final class Other extends Event {}

  @BeforeAll
  static void record() throws IOException {
    try (Recording flight = new Recording()) {
      flight.enable(Allocation.class);
      flight.enable(Other.class);
      flight.start();
      for (int i = 0; i < 3; i++) {
        allocate(100);
      }
      new Other().commit();
      Path file = folder.resolve("a.jfr");
      flight.dump(file);
      recording = Files.readAllBytes(file);
    }
  }

  private static void allocate(long size) {
    Allocation event = new Allocation();
    event.size = size;
    event.commit();
  }

  @Test
  void readsTheEventThatIsAskedForInItsUnit() throws IOException {
    List<InputStack> stacks = new ArrayList<>();
    InputReport report =
        StackInput.read(
            new ByteArrayInputStream(recording),
            InputOptions.DEFAULT.withEvent("test.Allocation"),
            stacks::add);

    assertThat(report.format()).isEqualTo(InputFormat.JFR);
    assertThat(report.unit()).isEqualTo("bytes");
    assertThat(report.events())
        .containsEntry("test.Allocation", 3L)
        .containsEntry("test.Other", 1L);
    assertThat(stacks).extracting(InputStack::count).containsExactly(100L, 100L, 100L);
    assertThat(stacks.get(0).frames())
        .extracting("name")
        .endsWith(
            "dev.brazier.flamegraph.input.JfrReaderTest.record",
            "dev.brazier.flamegraph.input.JfrReaderTest.allocate");
    assertThat(stacks.get(0).origin().thread()).isEqualTo(Thread.currentThread().getName());
    assertThat(stacks.get(0).timeNanos()).isPresent();
  }

  @Test
  void takesTheEventWithMostStacksWhereThereAreNoSamples() throws IOException {
    InputTree input =
        StackInput.readTree(new ByteArrayInputStream(recording), InputOptions.DEFAULT);

    assertThat(input.report().event()).isEqualTo("test.Allocation");
    assertThat(input.tree().total()).isEqualTo(300);
  }

  @Test
  void saysWhatIsWrongWithARecording() {
    assertRefused(Arrays.copyOf(recording, recording.length - 1), "cut short: chunk 1 ends early");
    assertRefused(Arrays.copyOf(recording, 30), "cut short: chunk 1 ends early");
    byte[] unfinished = recording.clone();
    Arrays.fill(unfinished, 8, 16, (byte) 0);
    assertRefused(unfinished, "not finished: stop it");
    assertRefused(new byte[0], "the recording is empty");
  }

  @Test
  void doesNotReadTablesInCircles() {
    // Size, type, time, duration and the distance to the other, 7 and -7; no table of any type.
    byte[] one = {7, 1, 0, 0, 7, 0, 0};
    byte[] other = {15, 1, 0, 0, (byte) 0xF9, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0};
    ByteBuffer file = ByteBuffer.allocate(recording.length + one.length + other.length);
    file.put(recording).put(one).put(other).putLong(8, file.capacity());
    file.putLong(16, recording.length);

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertRefused(file.array(), "the tables of chunk 1 do not lead to the first"));
  }

  private static void assertRefused(byte[] file, String reason) {
    InputOptions options = InputOptions.DEFAULT.withFormat(InputFormat.JFR);
    assertThatThrownBy(() -> StackInput.readTree(new ByteArrayInputStream(file), options))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void survivesDamage() {
    Mutations.survive(recording, InputOptions.DEFAULT.withFormat(InputFormat.JFR), 300);
  }

  /** Nine tenths of a small recording describe its events, and are left alone here. */
  @Test
  void survivesDamageToEventsAndTables() {
    int description = (int) ByteBuffer.wrap(recording).getLong(24);
    SplittableRandom random = new SplittableRandom(20261122);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = recording.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(description + 1_000) - 1_000;
        damaged[at < 0 ? damaged.length + at : at] = (byte) random.nextInt(256);
      }
      assertTimeoutPreemptively(Duration.ofSeconds(60), () -> readOrRefused(damaged));
    }
  }

  private static void readOrRefused(byte[] file) throws IOException {
    InputOptions options = InputOptions.DEFAULT.withFormat(InputFormat.JFR);
    try {
      InputReport report = StackInput.readTree(new ByteArrayInputStream(file), options).report();
      assertThat(report.stacks()).isLessThanOrEqualTo(report.records());
    } catch (MalformedInputException refused) {
      assertThat(refused).hasMessageStartingWith("the recording is ");
    }
  }
}
