package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small files that a compiler made, beside what readelf says about them. */
final class CompiledFixtureTest {
  @Test
  void rowsOfX86MeanWhatReadelfShows() throws Exception {
    assertThat(equalRows("frames")).isEqualTo(25);
    assertThat(RowText.of(UnwindCompiler.compile(elf("frames"))))
        .contains(
            "2d0: plt 11 fp same ra cfa-8", // the linkage table
            "337: r7+70016 fp same ra cfa-8",
            "35f: r6+16 fp cfa-16 ra cfa-8");
  }

  @Test
  void rowsOfArmMeanWhatReadelfShows() throws Exception {
    assertThat(equalRows("frames-arm64")).isEqualTo(34);
    assertThat(RowText.of(UnwindCompiler.compile(elf("frames-arm64"))))
        .contains(
            "350: r31+0 fp same ra same", // the linkage table has no frame information
            "388: r31+32 fp cfa-32 ra cfa-24",
            "408: r29+16 fp cfa-16 ra cfa-8");
  }

  private static long equalRows(String name) throws Exception {
    RowFindings findings = new RowFindings();
    ReadelfFrames readelf =
        new ReadelfFrames(
            option ->
                new BufferedReader(
                    new InputStreamReader(
                        new ByteArrayInputStream(
                            bytes(name + (option.equals("-wF") ? ".rows" : ".raw"))),
                        StandardCharsets.UTF_8)));
    RowComparison.run(Path.of(name), elf(name), readelf, findings);

    assertThat(findings.samples()).isEqualTo(List.of());
    return findings.equalRows();
  }

  private static ElfFile elf(String name) throws Exception {
    return ElfFile.read(ByteSource.of(bytes(name + ".so")));
  }

  static byte[] bytes(String file) throws IOException {
    try (InputStream in = CompiledFixtureTest.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("no fixture " + file);
      }
      return in.readAllBytes();
    }
  }
}
