package dev.brazier.bpf.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FileAccessTest {

  private static boolean shows(String symbols) {
    return FileAccess.showsAddress(symbols.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void seesAnAddressAmongZeros() {
    assertThat(shows("0000000000000000 A fixed\nffffffff81000000 T _text\n")).isTrue();
  }

  @Test
  void isNotDeceivedByHiddenAddresses() {
    assertThat(shows("0000000000000000 T _text\n0000000000000000 T abcdef0123456789abc\n"))
        .isFalse();
    assertThat(shows("")).isFalse();
  }

  @Test
  void doesNotTakeTheRestOfANameForAnAddress() {
    assertThat(shows("feedbeeffeedbeef01\n0000000000000000 T _text\n")).isFalse();
  }

  @Test
  void answersWithTheErrorOfWhatIsNotThere() {
    FileAccess files = FileAccess.load();

    assertThat(files.readable(Path.of("/no/such/file")))
        .isEqualTo(new Attempt.Failed(Kernel.ENOENT, "open /no/such/file"));
    assertThat(files.directory(Path.of("/proc")).worked()).isTrue();
    assertThat(files.permittedByFile(Path.of("/proc/self/exe"))).isZero();
  }
}
