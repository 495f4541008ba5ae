package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FileSightingTest {

  private static ByteBuffer request(byte[] path, int statedLength) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 56 + path.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(8);
    bytes.putLong(1234).putInt(253 << 20 | 3).putInt(5).putInt(17).putInt(4711);
    bytes.putLong(0x1000).putLong(0x9000).putLong(0x2000).putInt(0).putInt(statedLength);
    return bytes.put(path).position(8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsEveryField() {
    byte[] path = bytes("libc.so.6\0x86_64-linux-gnu\0lib\0usr\0");

    FileSighting file = FileSighting.decode(request(path, path.length)).orElseThrow();

    assertThat(file.inode()).isEqualTo(1234);
    assertThat(file.deviceMajor()).isEqualTo(253);
    assertThat(file.deviceMinor()).isEqualTo(3);
    assertThat(file.device()).isEqualTo(253 << 20 | 3);
    assertThat(file.generation()).isEqualTo(5);
    assertThat(file.fileId()).isEqualTo(17);
    assertThat(file.tgid()).isEqualTo(4711);
    assertThat(file.vmStart()).isEqualTo(0x1000);
    assertThat(file.vmEnd()).isEqualTo(0x9000);
    assertThat(file.vmOffset()).isEqualTo(0x2000);
    assertThat(file.vdso()).isFalse();
    assertThat(file.path()).containsExactly("libc.so.6", "x86_64-linux-gnu", "lib", "usr");
    assertThat(file.name()).isEqualTo("libc.so.6");
  }

  @Test
  void keepsAMajorNumberAboveTheSignBit() {
    byte[] path = bytes("a\0");
    ByteBuffer record = request(path, path.length);
    record.putInt(8 + 8, 0xfff << 20);

    assertThat(FileSighting.decode(record).orElseThrow().deviceMajor()).isEqualTo(0xfff);
  }

  @Test
  void keepsAPathThatWasCutShort() {
    byte[] path = bytes("name\0folder\0par");

    FileSighting file = FileSighting.decode(request(path, path.length)).orElseThrow();

    assertThat(file.path()).containsExactly("name", "folder", "par");
  }

  @Test
  void takesAnEmptyPath() {
    FileSighting file = FileSighting.decode(request(new byte[0], 0)).orElseThrow();

    assertThat(file.path()).isEmpty();
    assertThat(file.name()).isEmpty();
  }

  @Test
  void refusesARecordThatIsShorterThanItSays() {
    assertThat(FileSighting.decode(request(bytes("ab\0"), 4))).isEmpty();
    assertThat(FileSighting.decode(request(bytes("ab\0"), -1))).isEmpty();
    assertThat(FileSighting.decode(request(bytes("ab\0"), 3).limit(63))).isEmpty();
  }

  @Test
  void readsAnyBytesWithoutAnException() {
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] garbage = new byte[random.nextInt(700)];
      random.nextBytes(garbage);
      if (garbage.length > 56) {
        garbage[54] = 0;
        garbage[55] = 0;
      }
      ByteBuffer record = ByteBuffer.wrap(garbage).order(ByteOrder.LITTLE_ENDIAN);
      FileSighting.decode(record).ifPresent(file -> assertThat(file.path()).isNotNull());
    }
  }
}
