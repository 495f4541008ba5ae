package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BtfTest {
  private static final String NAMES = "\0pair\0first\0second\0knob\0.rodata\0";

  /**
   * {@code struct pair { u32 first; u64 second; }} and a variable {@code knob} in {@code .rodata}.
   */
  private static byte[] section() {
    ByteBuffer types = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    types.putInt(0).putInt(1 << 24).putInt(4).putInt(32); // 1: int of 32 bits
    types.putInt(1).putInt(4 << 24 | 2).putInt(16); // 2: struct pair with two members
    types.putInt(6).putInt(1).putInt(0);
    types.putInt(12).putInt(1).putInt(64);
    types.putInt(19).putInt(14 << 24).putInt(1).putInt(1); // 3: variable knob
    types.putInt(24).putInt(15 << 24 | 1).putInt(8); // 4: section with one variable
    types.putInt(3).putInt(4).putInt(4);
    byte[] names = NAMES.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer section =
        ByteBuffer.allocate(24 + types.position() + names.length).order(ByteOrder.LITTLE_ENDIAN);
    section.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    section.putInt(0).putInt(types.position()).putInt(types.position()).putInt(names.length);
    return section.put(types.flip()).put(names).array();
  }

  @Test
  void findsTheMembersOfAStructure() throws Exception {
    Btf.Structure pair = Btf.parse(section()).structure("pair").orElseThrow();

    assertThat(pair.bytes()).isEqualTo(16);
    assertThat(pair.offsets()).containsExactly(Map.entry("first", 0), Map.entry("second", 8));
  }

  @Test
  void findsTheVariablesOfASection() throws Exception {
    Btf btf = Btf.parse(section());

    assertThat(btf.variables(".rodata")).containsExactly(Map.entry("knob", new Btf.Variable(4, 4)));
    assertThat(btf.variables(".data")).isEmpty();
    assertThat(btf.structure("knob")).isEmpty();
  }

  @Test
  void refusesWhatIsNotBtf() {
    assertThatThrownBy(() -> Btf.parse(new byte[24])).isInstanceOf(MalformedBtfException.class);
    assertThatThrownBy(() -> Btf.parse(new byte[0])).isInstanceOf(MalformedBtfException.class);
  }

  @Test
  void meetsGarbageWithItsOneException() {
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] garbled = Arrays.copyOf(section(), random.nextInt(section().length + 1));
      for (int i = 0; i < 3 && garbled.length > 0; i++) {
        garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
      }
      try {
        Btf btf = Btf.parse(garbled);
        btf.variables(".rodata");
        btf.structure("pair");
      } catch (MalformedBtfException expected) {
        assertThat(expected).hasNoCause();
      }
    }
  }
}
