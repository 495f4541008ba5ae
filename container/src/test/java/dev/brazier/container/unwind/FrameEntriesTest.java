package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How entries are found and told apart, and how their functions become one table. */
final class FrameEntriesTest {
  private static final String CALLED = "r7+8 fp same ra cfa-8";
  private static final String DEEPER = "r7+16 fp same ra cfa-8";

  @Test
  void readsAddressesInEachEncoding() {
    for (int encoding : new int[] {0x00, 0x02, 0x03, 0x04, 0x0b, 0x0c, 0x1b, 0x1c}) {
      FrameBytes frames =
          FrameBytes.ehFrame().cie("zR", encoding).fde(0x2000, 0x40, 0x41, 0x0e, 16);

      assertThat(rows(frames))
          .as("encoding %#x", encoding)
          .containsExactly("1000: " + CALLED, "1001: " + DEEPER, "1040: NO_CFI");
    }
  }

  @Test
  void leavesOutFunctionsAtAddressesItCannotRead() {
    for (int encoding : new int[] {0x9b, 0x3b, 0x4b, 0x07}) {
      UnwindTable table =
          compile(FrameBytes.ehFrame().cie("zR", encoding).fde(0x2000, 0x40).cie().fde(0x2100, 8));

      assertThat(RowText.of(table)).containsExactly("1100: " + CALLED, "1108: NO_CFI");
      assertThat(table.faults()).hasSize(1);
      assertThat(table.faults().get(0)).contains("encoding").contains(".eh_frame+0x");
    }
  }

  @Test
  void marksCodeBetweenFunctionsUnlessItIsPadding() {
    assertThat(
            rows(
                FrameBytes.ehFrame()
                    .cie()
                    .fde(0x2000, 0x10)
                    .fde(0x2020, 0x10, 0x0e, 16) // 16 bytes of padding
                    .fde(0x2041, 0x10))) // 17 bytes are none
        .containsExactly(
            "1000: " + CALLED,
            "1020: " + DEEPER,
            "1030: NO_CFI",
            "1041: " + CALLED,
            "1051: NO_CFI");
  }

  @Test
  void mergesNeighboursThatSayTheSame() {
    assertThat(rows(FrameBytes.ehFrame().cie().fde(0x2000, 16).fde(0x2010, 16).fde(0x2028, 16)))
        .containsExactly("1000: " + CALLED, "1038: NO_CFI");
  }

  @Test
  void sortsFunctions() {
    assertThat(
            rows(
                FrameBytes.ehFrame()
                    .cie()
                    .fde(0x2100, 0x10, 0x0e, 16)
                    .fde(0x2000, 0x10)
                    .fde(0x2080, 0x10, 0x0e, 24)))
        .containsExactly(
            "1000: " + CALLED,
            "1010: NO_CFI",
            "1080: r7+24 fp same ra cfa-8",
            "1090: NO_CFI",
            "1100: " + DEEPER,
            "1110: NO_CFI");
  }

  @Test
  void letsTheFunctionThatStartsLaterCount() {
    assertThat(
            rows(
                FrameBytes.ehFrame()
                    .cie()
                    .fde(0x2000, 0x100, 0x02, 0x50, 0x0e, 24)
                    .fde(0x2040, 0x20, 0x0e, 16)
                    .fde(0x2040, 0x80, 0x0e, 32)))
        .containsExactly("1000: " + CALLED, "1040: " + DEEPER, "1060: NO_CFI");
  }

  @Test
  void startsSignalFramesOneByteEarly() {
    assertThat(
            rows(
                FrameBytes.ehFrame()
                    .cie()
                    .fde(0x2000, 0x20)
                    .cie("zRS", FrameBytes.PC_RELATIVE)
                    .fde(0x2020, 9, 0x0f, 1, 0)))
        .containsExactly("1000: " + CALLED, "101f: SIGNAL_FRAME", "1029: NO_CFI");
  }

  @Test
  void knowsThatNobodyCallsTheEntryPoint() {
    FrameBytes frames = FrameBytes.ehFrame().cie().fde(0x2000, 0x20);
    String outermost = "r7+0 fp undefined ra undefined";

    assertThat(RowText.of(Compiled.of(ElfImage.x86().section(".eh_frame", frames).entry(0x2040))))
        .containsExactly("1000: " + CALLED, "1020: NO_CFI", "1040: " + outermost, "1080: NO_CFI");
    assertThat(RowText.of(Compiled.of(ElfImage.x86().section(".eh_frame", frames).entry(0x2010))))
        .containsExactly("1000: " + CALLED, "1020: NO_CFI");
    ElfImage library = new ElfImage(ElfImage.X86_64).segment(1, 5, 0, 0, 0x4000);
    assertThat(Compiled.of(library.entry(0)).rows()).isZero();
    assertThat(Compiled.of(ElfImage.x86().entry(0x2000)).rules())
        .filteredOn(UnwindRule::isOutermost)
        .hasSize(1);
  }

  @Test
  void translatesAddressesOfSeveralSegments() {
    ElfImage image =
        new ElfImage(ElfImage.X86_64)
            .segment(1, 5, 0x1000, 0x40_1000, 0x1000)
            .segment(1, 5, 0x3000, 0x2000, 0x1000)
            .segment(1, 4, 0x2000, 0x9000, 0x1000); // not code
    FrameBytes frames =
        FrameBytes.ehFrame().cie().fde(0x40_1ff0, 0x100).fde(0x2010, 0x20).fde(0x9000, 0x10);
    UnwindTable table = Compiled.of(image.section(".eh_frame", frames));

    assertThat(RowText.of(table))
        .containsExactly("1ff0: " + CALLED, "2000: NO_CFI", "3010: " + CALLED, "3030: NO_CFI");
    assertThat(table.faults())
        .containsExactly("FDE of code that is not in the file: 1, first at .eh_frame+0x38");
    assertThat(table.fdes()).isEqualTo(2);
    assertThat(table.find(0xfff)).isEqualTo(-1);
    assertThat(table.find(0x1fff)).isZero();
    assertThat(table.find(0x2000)).isEqualTo(1);
    assertThat(table.find(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void goesOnBehindAnEndMark() {
    assertThat(rows(FrameBytes.ehFrame().cie().fde(0x2000, 8).u32(0).fde(0x2100, 8).u32(0).u32(0)))
        .hasSize(4);
  }

  @Test
  void readsEntriesWithALongLength() {
    FrameBytes frames = FrameBytes.debugFrame().cie();
    // 64-bit: all ones, length, CIE, start, length
    frames.u32(-1).number(24 + 2, 8).number(0, 8).number(0x2000, 8).number(0x20, 8).bytes(0x0e, 16);
    UnwindTable table = Compiled.of(ElfImage.x86().section(".debug_frame", frames));

    assertThat(RowText.of(table)).containsExactly("1000: " + DEEPER, "1020: NO_CFI");
  }

  @Test
  void leavesOutWhatItCannotRead() {
    for (FrameBytes damaged :
        List.of(
            FrameBytes.ehFrame().cieOf("zR", 0xff, -8, 16), // code alignment without an end
            FrameBytes.ehFrame().cie("q", 0),
            FrameBytes.ehFrame().u32(12).u32(0).bytes(9, 0, 1, 0x78, 16, 0, 0, 0), // version 9
            FrameBytes.ehFrame().u32(8).u32(0).bytes(1, 'z', 'z', 'z'))) {
      UnwindTable table = compile(damaged.fde(0x2000, 8).cie().fde(0x2100, 8));

      assertThat(RowText.of(table)).containsExactly("1100: " + CALLED, "1108: NO_CFI");
      assertThat(table.faults()).hasSize(2);
    }
    UnwindTable table = compile(FrameBytes.ehFrame().cie().fde(0x2000, 8).u32(1 << 20));
    assertThat(RowText.of(table)).hasSize(2);
    assertThat(table.faults().toString()).contains("longer than the section");
  }

  @Test
  void readsTheEntriesOfOldCompilers() {
    FrameBytes frames =
        FrameBytes.ehFrame()
            .u32(4 + 4 + 8 + 3 + 5)
            .u32(0)
            .bytes(1, 'e', 'h', 0)
            .number(0x1234, 8)
            .bytes(1, 0x78, 16)
            .bytes(FrameBytes.X86_64_INITIAL);
    int cie = frames.size();
    frames.u32(4 + 16).u32(cie + 4).number(0x2000, 8).number(0x20, 8);

    assertThat(rows(frames)).containsExactly("1000: " + CALLED, "1020: NO_CFI");
  }

  @Test
  void survivesEveryTruncation() {
    byte[] whole =
        FrameBytes.ehFrame().cie().fde(0x2000, 8).cie("zPLR", 0).fde(0x2010, 8).toByteArray();
    for (int length = 0; length < whole.length; length++) {
      FrameBytes cut = FrameBytes.ehFrame().bytes(Arrays.copyOf(whole, length));
      assertThat(compile(cut).fdes()).isLessThanOrEqualTo(2);
    }
  }

  private static List<String> rows(FrameBytes frames) {
    UnwindTable table = compile(frames);
    assertThat(table.faults()).isEmpty();
    return RowText.of(table);
  }

  private static UnwindTable compile(FrameBytes frames) {
    return Compiled.of(ElfImage.x86().section(".eh_frame", frames));
  }
}
