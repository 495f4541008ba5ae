package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions and stubs that are known by other things than their frame information. */
final class KnownCodeTest {
  private static final String CALLED = "r7+8 fp same ra cfa-8";
  private static final String OUTERMOST = "r7+0 fp undefined ra undefined";
  private static final int[] RETURNS_FROM_SIGNAL = {0x48, 0xc7, 0xc0, 15, 0, 0, 0, 0x0f, 0x05};
  private static final int[] SWITCHES_STACK = {0x48, 0x89, 0xdc};
  private static final long CODE = 6; // SHF_ALLOC | SHF_EXECINSTR

  @Test
  void knowsTheCodeThatReturnsFromSignals() {
    FrameBytes loaded = FrameBytes.ehFrame().cie().fde(0x2020, 9).fde(0x2040, 9);
    FrameBytes debug = FrameBytes.debugFrame().cie().fde(0x2020, 11).fde(0x2040, 11);

    assertThat(rows(withCode(0x1020, RETURNS_FROM_SIGNAL).section(".eh_frame", loaded)))
        .containsExactly("101f: SIGNAL_FRAME", "1029: NO_CFI", "1040: " + CALLED, "1049: NO_CFI");
    assertThat(rows(withCode(0x1020, RETURNS_FROM_SIGNAL).section(".debug_frame", debug)))
        .containsExactly("101f: SIGNAL_FRAME", "102b: NO_CFI", "1040: " + CALLED, "104b: NO_CFI");
  }

  @Test
  void knowsWhereCoroutinesStart() {
    FrameBytes frames = FrameBytes.ehFrame().cie().fde(0x2000, 0x20).fde(0x2030, 26);
    ElfImage other = withCode(0x1030, SWITCHES_STACK).section(".eh_frame", frames);
    assertThat(rows(other)).containsExactly("1000: " + CALLED, "104a: NO_CFI");

    frames.cie("zRS", FrameBytes.PC_RELATIVE).fde(0x2100, 9);
    ElfImage libc = withCode(0x1030, SWITCHES_STACK).section(".eh_frame", frames);
    assertThat(rows(libc))
        .containsExactly(
            "1000: " + CALLED,
            "102f: " + OUTERMOST,
            "104a: NO_CFI",
            "10ff: SIGNAL_FRAME",
            "1109: NO_CFI");
  }

  @Test
  void knowsTheStubsOfTheLinkageTable() {
    ElfImage image = ElfImage.x86();
    image.code(0x1000, 0xff, 0x35, 0, 0, 0, 0, 0xff, 0x25).code(0x1010, 0xff, 0x25);
    for (String name : List.of(".plt", ".plt.got", ".plt.other")) {
      image.section(name, 1, CODE, 0x2000 + 0x100L * (name.length() - 4), new byte[0x40]);
    }
    assertThat(rows(image))
        .containsExactly(
            "1000: r7+16 fp same ra cfa-8",
            "1006: r7+24 fp same ra cfa-8",
            "1010: plt 11 fp same ra cfa-8",
            "1040: NO_CFI",
            "1400: " + CALLED,
            "1440: NO_CFI");

    FrameBytes frames = FrameBytes.ehFrame().cie().fde(0x2000, 0x40, 0x0e, 16);
    assertThat(rows(image.section(".eh_frame", frames)))
        .startsWith("1000: r7+16 fp same ra cfa-8", "1040: NO_CFI");
  }

  @Test
  void knowsStubsWithLandingPads() {
    ElfImage image = ElfImage.x86().section(".plt", 1, CODE, 0x2000, new byte[0x20]);
    image.code(0x1000, 0xf3, 0x0f, 0x1e, 0xfa, 0x68);
    assertThat(rows(image)).containsExactly("1000: plt 9 fp same ra cfa-8", "1020: NO_CFI");

    ElfImage unaligned = ElfImage.x86().section(".plt", 1, CODE, 0x2008, new byte[0x20]);
    assertThat(rows(unaligned)).containsExactly("1008: " + CALLED, "1028: NO_CFI");
  }

  @Test
  void knowsTheStubsOfArm() {
    ElfImage image =
        new ElfImage(ElfImage.AARCH64)
            .segment(1, 5, ElfImage.CODE, 2 * ElfImage.CODE, ElfImage.CODE_SIZE)
            .section(".plt", 1, CODE, 0x2000, new byte[0x40]);
    String called = "r31+0 fp same ra same";
    assertThat(rows(image)).containsExactly("1000: " + called, "1040: NO_CFI"); // no header

    assertThat(rows(image.code(0x1000, 0xf0, 0x7b, 0xbf, 0xa9)))
        .containsExactly(
            "1000: " + called, "1004: r31+16 fp same ra cfa-8", "1020: " + called, "1040: NO_CFI");
    assertThat(rows(image.code(0x1000, 0x5f, 0x24, 0x03, 0xd5, 0xf0, 0x7b, 0xbf, 0xa9)))
        .contains("1008: r31+16 fp same ra cfa-8");
  }

  private static ElfImage withCode(int offset, int... code) {
    return ElfImage.x86().code(offset, code);
  }

  private static List<String> rows(ElfImage image) {
    return RowText.of(Compiled.of(image));
  }
}
