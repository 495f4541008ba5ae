package dev.brazier.agent.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of hostile input, in every format, becomes every output whole. */
final class HostileInputTest {

  private static final int TOTAL = HostileStacks.COUNT + 1;

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> kindsAndFormats() {
    return HostileStacks.ALL.stream()
        .flatMap(
            kind ->
                Stream.of("collapsed", "perf", "bpftrace", "bcc")
                    .map(format -> Arguments.of(kind, format)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndFormats")
  void becomesEveryOutputWhole(HostileStacks kind, String format) throws Exception {
    Path in = Files.write(folder.resolve("in"), kind.in(format).getBytes(UTF_8));

    HostileOutputs outputs = new HostileOutputs(folder);
    String err = outputs.write(in, "--format=" + format);

    assertThat(err).doesNotContain("skipped");
    outputs.assertAllHold(TOTAL);
    outputs.assertComeBack(TOTAL, "--format=pprof");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a;b 1\\r\\na;c 2\\r\\n                            | 3 | 0",
        "a;b 1.5\\na;c 0.4\\n                              | 2 | 0",
        "a\\na -1\\na x\\na;b 3\\n                         | 3 | 3",
        "# comment\\na 1\\n# comment 2\\n                  | 1 | 0",
        "a;b\\t7\\n                                        | 7 | 0",
        "a;b 1\\na;c 2                                     | 3 | 0",
        "a;b 1\\na;b 1\\na;b 1\\n                          | 3 | 0",
        "a;;b 1\\n;c 1\\n;; 1\\na; 1\\n                    | 4 | 0",
        "a_[j];b_[i];c_[0];d_[1];e_[k];f_[w] 9\\n          | 9 | 0",
        "\\xff\\xfe bad;caf\\xe9 4\\n                      | 4 | 0",
      })
  void countsOrSkipsEveryLineOfCollapsedText(String text, long total, int skipped)
      throws Exception {
    String plain = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    plain = plain.replace("\\xff", "\u00ff").replace("\\xfe", "\u00fe").replace("\\xe9", "\u00e9");
    byte[] bytes = plain.getBytes(ISO_8859_1);
    for (byte[] packed : List.of(bytes, gzip(bytes), zstd(bytes))) {
      Path in = Files.write(folder.resolve("in"), packed);

      HostileOutputs outputs = new HostileOutputs(folder);
      String err = outputs.write(in, "--format=auto");

      assertThat(err.contains("skipped")).isEqualTo(skipped > 0);
      assertThat(err).contains(skipped > 0 ? "skipped " + skipped + " of" : "wrote");
      outputs.assertAllHold(total);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "nothing", "'#'"})
  void saysThatThereIsNothing(String text) throws IOException {
    Path in = Files.writeString(folder.resolve("in"), text);
    FakeConsole console = new FakeConsole();

    assertThat(console.run("flamegraph", in.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).contains("it has no stack in it").hasLineCount(1);
  }

  @ParameterizedTest
  @MethodSource("kindsAndFormats")
  void comparesWithItself(HostileStacks kind, String format) throws Exception {
    String in = Files.write(folder.resolve("in"), kind.in(format).getBytes(UTF_8)).toString();
    Path picture = folder.resolve("d.svg");
    FakeConsole console = new FakeConsole();

    assertThat(console.run("diff", in, in, "--format=" + format, "-o", picture.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(console.run("diff", in, in, "--format=" + format, "-o", "-"))
        .isEqualTo(ExitCode.DONE);

    HostileOutputs.assertIsPicture(picture);
    assertThat(console.out().lines()).allMatch(line -> line.matches(".* (\\d+) \\1"));
    long sum =
        console
            .out()
            .lines()
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(sum).isEqualTo(TOTAL);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(packed)) {
      new ByteArrayInputStream(bytes).transferTo(out);
    }
    return packed.toByteArray();
  }
}
