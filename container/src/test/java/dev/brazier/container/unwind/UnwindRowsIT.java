package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.VdsoImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the tables of files of this machine with what readelf (binutils) shows of their frame
 * information: large ones, and a sample of all there are. {@link SystemRows} does it for all.
 */
final class UnwindRowsIT {
  private static final String LIBRARIES = "/usr/lib/x86_64-linux-gnu";
  private static final long SEED = 20261122;
  private static final int SAMPLED = 120;
  private static final long LARGEST_SAMPLED = 8 << 20; // the figures of larger ones take seconds

  private static final List<String> FILES =
      List.of(
          LIBRARIES + "/libc.so.6",
          LIBRARIES + "/ld-linux-x86-64.so.2",
          LIBRARIES + "/libcrypto.so.3",
          LIBRARIES + "/libpython3.11.so.1.0",
          "/usr/bin/python3",
          "/usr/bin/node",
          Path.of(System.getProperty("java.home"), "lib/server/libjvm.so").toString());

  static Stream<Path> files() {
    FILES.stream().filter(f -> !Files.exists(Path.of(f))).forEach(f -> print("not here: " + f));
    return FILES.stream().map(Path::of).filter(Files::exists);
  }

  @ParameterizedTest
  @MethodSource("files")
  void rowsMeanWhatReadelfShows(Path file) throws Exception {
    RowFindings findings = new RowFindings();
    RowComparison.run(file, findings);
    print(file + ": " + findings);

    assertThat(findings.samples()).isEmpty();
    assertThat(findings.equalRows()).isGreaterThan(1000);
  }

  @Test
  void rowsOfAnyFileMeanWhatReadelfShows() throws Exception {
    RowFindings findings = new RowFindings();
    for (Path file : sample()) {
      RowComparison.run(file, findings);
    }
    print(findings.toString());

    assertThat(findings.samples()).isEmpty();
    assertThat(findings.equalRows()).isGreaterThan(1000);
  }

  @Test
  void rowsOfTheVdsoMeanWhatReadelfShows(@TempDir Path folder) throws Exception {
    ProcReading<ByteSource> vdso = VdsoImage.read();
    assertThat(vdso).isInstanceOf(ProcReading.Read.class);
    ByteSource source = ((ProcReading.Read<ByteSource>) vdso).value();
    byte[] image = new byte[(int) source.size()];
    assertThat(source.read(0, ByteBuffer.wrap(image))).isEqualTo(image.length);
    Path file = Files.write(folder.resolve("vdso.so"), image);
    RowFindings findings = new RowFindings();
    RowComparison.run(file, findings);
    print("vdso: " + findings);

    assertThat(findings.samples()).isEmpty();
    assertThat(findings.equalRows()).isPositive();
  }

  private static List<Path> sample() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("/usr/bin", LIBRARIES)) {
      if (Files.isDirectory(Path.of(folder))) {
        files.addAll(SystemRows.filesBelow(Path.of(folder)));
      }
    }
    List<Path> small = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) <= LARGEST_SAMPLED) {
        small.add(file);
      }
    }
    Collections.shuffle(small, new Random(SEED));
    return small.subList(0, Math.min(SAMPLED, small.size()));
  }

  @SuppressWarnings("SystemOut") // the figures are for whoever runs the test
  private static void print(String line) {
    System.out.println(line);
  }
}
