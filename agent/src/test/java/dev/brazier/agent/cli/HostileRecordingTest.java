package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Flight Recorder records of a virtual machine whose methods and threads have hostile names
 * becomes every output whole; a damaged recording becomes none.
 */
final class HostileRecordingTest {
  private static final int TOTAL = HostileStacks.COUNT + 1;

  @TempDir private static Path recordings = Path.of("");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void record() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(HostileClasses.ANY_NAME);
    command.add("-XX:FlightRecorderOptions=stackdepth=" + HostileRecorder.DEEPEST);
    command.addAll(List.of("-cp", Path.of("target", "test-classes").toString()));
    command.addAll(List.of(HostileRecorder.class.getName(), recordings.toString()));
    File said = recordings.resolve("said").toFile();
    Process machine =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
    assertThat(machine.waitFor()).as(() -> said(said)).isZero();
  }

  private static String said(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  static Stream<Integer> kinds() {
    return IntStream.range(0, HostileRecorder.KINDS.size()).boxed();
  }

  private static Path recording(int kind) {
    return recordings.resolve(kind + ".jfr");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void becomesEveryOutputWhole(int number) throws Exception {
    HostileStacks kind = HostileRecorder.KINDS.get(number);
    HostileOutputs outputs = new HostileOutputs(folder);
    Path heatMap = folder.resolve("a.heatmap.svg");

    String err =
        outputs.write(recording(number), "--samples", "--per-thread", "-o", heatMap.toString());

    assertThat(err).doesNotContain("skipped");
    outputs.assertAllHold(TOTAL);
    HostileOutputs.assertIsPicture(heatMap);
    assertThat(functions(outputs)).containsAll(recordedNames(kind));
    String thread = read(HostileRecorder.threadName(kind));
    assertThat(threads(outputs)).anyMatch(name -> name.contains(thread));
    outputs.assertComeBack(TOTAL, "--per-thread");
  }

  private static List<String> recordedNames(HostileStacks kind) {
    if (kind.frames().size() > HostileRecorder.DEEPEST) {
      return List.of("[truncated]", HostileRecorder.class.getName() + ".deeper");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < kind.frames().size(); i++) {
      names.add(read(HostileClasses.recorded(kind.frames().get(i), i)));
    }
    return names;
  }

  /**
   * A name as the JDK reads it. Its recorder writes NUL, and characters beyond the sixteenth bit,
   * in a way of its own that its reader takes for bytes that are no text.
   */
  private static String read(String name) {
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      read.append(c == 0 ? "\ufffd\ufffd" : Character.isSurrogate(c) ? "\ufffd" : c);
    }
    return read.toString();
  }

  private static Set<String> functions(HostileOutputs outputs) throws IOException {
    Set<String> names = new HashSet<>();
    JsonObject shared = outputs.json("speedscope.json").getAsJsonObject("shared");
    for (JsonElement frame : shared.getAsJsonArray("frames")) {
      names.add(frame.getAsJsonObject().get("name").getAsString());
    }
    return names;
  }

  private static Set<String> threads(HostileOutputs outputs) throws IOException {
    Set<String> names = new HashSet<>();
    for (JsonElement thread : outputs.json("firefox.json").getAsJsonArray("threads")) {
      names.add(thread.getAsJsonObject().get("name").getAsString());
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void comparesWithItself(int kind) throws Exception {
    String in = recording(kind).toString();
    Path picture = folder.resolve("d.svg");
    FakeConsole console = new FakeConsole();

    assertThat(console.run("diff", in, in, "--samples", "-o", picture.toString()))
        .as(console.err())
        .isEqualTo(ExitCode.DONE);

    HostileOutputs.assertIsPicture(picture);
  }

  @Test
  void isRefusedWhereverItIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(recording(0));
    for (int length : new int[] {0, 1, 4, 67, 68, 69, 1000, whole.length / 2, whole.length - 1}) {
      Path in = Files.write(folder.resolve("in"), Arrays.copyOf(whole, length));
      for (String format : List.of("--format=jfr", "--format=auto")) {
        assertRefused(in, format);
      }
    }
  }

  private void assertRefused(Path in, String format) throws IOException {
    HostileOutputs outputs = new HostileOutputs(folder);
    Files.writeString(outputs.file("svg"), "of yesterday");
    FakeConsole console = new FakeConsole();

    assertThat(console.run(outputs.commandLine(in, format))).isEqualTo(ExitCode.FAILED);

    assertThat(console.err()).hasLineCount(1).containsPattern("[ /]in: ");
    assertThat(console.err()).doesNotContain("null", "Exception");
    assertThat(outputs.file("svg")).hasContent("of yesterday");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(in, outputs.file("svg"));
    }
    Files.delete(outputs.file("svg"));
  }

  @Test
  void becomesEveryOutputOrNoneWhateverIsDamaged() throws Exception {
    byte[] whole = Files.readAllBytes(recording(6));
    SplittableRandom random = new SplittableRandom(20261122);
    HostileOutputs outputs = new HostileOutputs(folder);
    Path heatMap = folder.resolve("a.heatmap.svg");
    Path in = folder.resolve("in");
    for (int round = 0; round < 100; round++) {
      Files.write(in, damaged(whole, random));
      FakeConsole console = new FakeConsole();
      String[] line =
          outputs.commandLine(in, "--format=jfr", "--samples", "-o", heatMap.toString());
      int code =
          Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> console.run(line));

      assertThat(code).as(console.err()).isIn(ExitCode.DONE, ExitCode.FAILED);
      assertThat(Files.exists(outputs.file("md"))).isEqualTo(code == ExitCode.DONE);
      if (code == ExitCode.DONE) {
        HostileOutputs.assertIsPicture(outputs.file("svg"));
        HostileOutputs.assertIsPicture(heatMap);
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.filter(file -> !file.equals(in)).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** Damage to the events and the tables of names; what describes both is most of the file. */
  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    int description = (int) ByteBuffer.wrap(whole).getLong(24);
    int tables = 1_000;
    byte[] damaged = whole.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = Math.floorMod(random.nextInt(description + tables) - tables, damaged.length);
      boolean bit = random.nextBoolean();
      damaged[at] = (byte) (bit ? damaged[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
    }
    return damaged;
  }
}
