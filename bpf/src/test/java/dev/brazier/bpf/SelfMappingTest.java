package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelfMappingTest {
  private static final String LINE =
      "7f53ee78d000-7f53ee8e3000 r-xp 00026000 fe:01 339380    /usr/lib/a library.so (deleted)";

  @Test
  void readsAMappingOfAFile() {
    assertThat(SelfMapping.parse(LINE))
        .hasValue(new SelfMapping(0x7f53ee78d000L, 0x7f53ee8e3000L, 0x26000, 0xfe, 1, 339380));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7ffc1c5a8000-7ffc1c5c9000 rw-p 00000000 00:00 0                          [stack]",
        "7f53ee78d000 r-xp 00026000 fe:01 339380",
        "nonsense"
      })
  void passesOverOtherLines(String line) {
    assertThat(SelfMapping.parse(line)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, true, true",
    "4096, 0, 0, 0, 0, false, false",
    "0, 4096, 0, 0, 0, false, false",
    "0, 0, 4096, 0, 0, false, false",
    "0, 0, 0, 1, 0, false, true",
    "0, 0, 0, 0, 1, false, true"
  })
  void tellsAnotherMappingFromThisOne(
      long start, long end, long offset, int device, long inode, boolean wholly, boolean partly) {
    SelfMapping expected = SelfMapping.parse(LINE).orElseThrow();
    FileSighting found =
        new FileSighting(
            expected.inode() + inode,
            expected.deviceMajor(),
            expected.deviceMinor() + device,
            0,
            1,
            1,
            expected.start() + start,
            expected.end() + end,
            expected.offset() + offset,
            false,
            List.of());

    assertThat(expected.matches(found, true)).isEqualTo(wholly);
    assertThat(expected.matches(found, false)).isEqualTo(partly);
  }
}
