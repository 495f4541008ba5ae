package dev.brazier.flamegraph.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatThrownBy(
            () -> StackInput.readTree(new ByteArrayInputStream(file), InputOptions.DEFAULT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void survivesDamage() {
    Mutations.survive(recording, InputOptions.DEFAULT.withFormat(InputFormat.JFR), 300);
  }
}
