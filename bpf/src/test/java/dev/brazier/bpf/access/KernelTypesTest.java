package dev.brazier.bpf.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KernelTypesTest {
  private static final int STRUCT = 4;
  private static final int FUNCTION = 12;
  private static final int FUNCTION_PROTOTYPE = 13;

  /** A structure of two members, a prototype of one argument, and the function "wanted". */
  private static byte[] btf() {
    byte[] strings = "\0name\0wanted\0".getBytes(StandardCharsets.US_ASCII);
    int types = 12 + 24 + 12 + 8 + 12;
    ByteBuffer btf =
        ByteBuffer.allocate(24 + types + strings.length).order(ByteOrder.LITTLE_ENDIAN);
    btf.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    btf.putInt(0).putInt(types).putInt(types).putInt(strings.length);
    btf.putInt(1).putInt(STRUCT << 24 | 2).putInt(8).position(btf.position() + 24);
    btf.putInt(0).putInt(FUNCTION_PROTOTYPE << 24 | 1).putInt(0).position(btf.position() + 8);
    btf.putInt(6).putInt(FUNCTION << 24).putInt(2).put(strings);
    return btf.array();
  }

  @Test
  void countsTypesUpToTheFunction() {
    assertThat(KernelTypes.findFunction(btf(), "wanted")).hasValue(3);
  }

  @Test
  void takesNoOtherKindOfTypeAndNoPartOfAName() {
    assertThat(KernelTypes.findFunction(btf(), "name")).isEmpty();
    assertThat(KernelTypes.findFunction(btf(), "want")).isEmpty();
  }

  @Test
  void findsNothingInWhatIsNoBtf() {
    assertThat(KernelTypes.findFunction(new byte[0], "wanted")).isEmpty();
    assertThat(KernelTypes.findFunction(new byte[100], "wanted")).isEmpty();
  }

  @Test
  void survivesMutatedBytes() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = btf();
      for (int i = 0; i < 1 + round % 8; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      byte[] torn = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      assertThat(KernelTypes.findFunction(torn, "wanted")).isNotNull();
    }
  }
}
