package dev.brazier.flamegraph.input;

import static dev.brazier.flamegraph.input.Collapsed.read;
import static dev.brazier.flamegraph.input.Collapsed.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackInputTest {
  private static final String PERF = "a 1 1.5: 7 cycles: \n\t 11b6 leaf (/b)\n\t 10 main (/b)\n\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void tellsFormatsByTheirFirstLines() {
    assertThat(formatOf("main;work 3\n")).isEqualTo(InputFormat.COLLAPSED);
    assertThat(formatOf("")).isEqualTo(InputFormat.COLLAPSED);
    assertThat(formatOf("\n# a comment\n\nmain;1.5: [000] 3\n")).isEqualTo(InputFormat.COLLAPSED);
    assertThat(formatOf("java 8\nmain 7\n")).isEqualTo(InputFormat.COLLAPSED);
    assertThat(formatOf("\r\n# ======\r\n" + PERF)).isEqualTo(InputFormat.PERF);
    assertThat(formatOf("FLR\0\0")).isEqualTo(InputFormat.JFR);
    assertThat(formatOf("\n\n@[\n    main+1\n]: 1\n")).isEqualTo(InputFormat.BPFTRACE);
    assertThat(formatOf("Tracing\n    main\n    -    burn (12)\n        7\n"))
        .isEqualTo(InputFormat.BCC);
    assertThat(formatOf("java 8 \n\t 11b6 leaf\n\n")).isEqualTo(InputFormat.PERF);
  }

  @Test
  void takesTheFormatThatIsNamed() {
    InputTree input = read("main 3\n", InputOptions.DEFAULT.withFormat(InputFormat.PERF));

    assertThat(input.report().format()).isEqualTo(InputFormat.PERF);
  }

  @Test
  void unpacksWhatIsPackedOnceOrTwice() throws IOException {
    for (byte[] packed : List.of(gzip(PERF), zstd(bytes(PERF)), zstd(gzip(PERF)))) {
      assertThat(text(read(packed, InputOptions.DEFAULT))).isEqualTo("a;main;leaf 7");
    }
    assertThat(text(read(zstd(bytes("main;work 3\n")), InputOptions.DEFAULT)))
        .isEqualTo("main;work 3");
  }

  @Test
  void readsEveryMemberOfAGzipFileFromASlowPipe() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip("main;work 3\n"));
    members.write(gzip("main;rest 4\n"));
    InputStream pipe =
        new ByteArrayInputStream(members.toByteArray()) {
          @Override
          public int available() {
            return 0;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(length, 7));
          }
        };

    assertThat(text(StackInput.readTree(pipe, InputOptions.DEFAULT)))
        .isEqualTo("main;rest 4\nmain;work 3");
  }

  @Test
  void refusesPackedFilesThatAreCutShort() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("main;").append(i * 7919 % 10_007).append(" 3\n");
    }
    for (byte[] packed : List.of(gzip(text.toString()), zstd(bytes(text.toString())))) {
      for (int length : new int[] {5, 20, packed.length / 2, packed.length - 3}) {
        byte[] cut = Arrays.copyOf(packed, length);
        assertThatThrownBy(
                () -> StackInput.readTree(new ByteArrayInputStream(cut), InputOptions.DEFAULT))
            .as("the first %d bytes", length)
            .isInstanceOf(MalformedInputException.class)
            .hasMessageMatching("the (gzip|zstd) file is (cut short|damaged: .*)");
      }
    }
  }

  @Test
  void handsStacksOfCollapsedTextOnWithTheirRows() throws IOException {
    Path file =
        Files.writeString(folder.resolve("a"), "[container];[process] 0\nweb;nginx;main;work 3\n");
    List<InputStack> stacks = new ArrayList<>();

    InputReport report = StackInput.read(file, InputOptions.DEFAULT, stacks::add);

    assertThat(report.stacks()).isEqualTo(1);
    assertThat(stacks)
        .singleElement()
        .satisfies(
            stack -> {
              assertThat(stack.frames()).extracting("name").containsExactly("main", "work");
              assertThat(stack.origin().container()).isEqualTo("web");
              assertThat(stack.origin().process()).isEqualTo("nginx");
            });
  }

  @Test
  void cutsLinesThatAreLongerThanAnyNameAndSaysSo() {
    String longName = "x".repeat(17 << 20);
    InputTree input = read("a 1 1.5: 7 cycles: \n\t 11b6 " + longName + "\n\t 10 main (/b)\n\n");

    assertThat(input.tree().total()).isEqualTo(7);
    assertThat(input.report().records()).isEqualTo(4);
    assertThat(input.report().notes())
        .containsExactly("1 lines were longer than 16 MiB and were cut");
  }

  private static InputFormat formatOf(String text) {
    return FormatGuess.of(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }

  private static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
