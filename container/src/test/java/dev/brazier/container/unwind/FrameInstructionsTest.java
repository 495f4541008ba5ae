package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each call frame instruction, by hand, in one function of 256 bytes at file offset 0x1000. */
final class FrameInstructionsTest {
  private static final String CALLED = "r7+8 fp same ra cfa-8";

  @Test
  void advancesByEachKindOfDistance() {
    assertRows(
        // advance 4; advance1 0x10; advance2 0x20; advance4 0x30
        ints(
            0x44, 0x0e, 16, 0x02, 0x10, 0x0e, 24, 0x03, 0x20, 0, 0x0e, 32, 0x04, 0x30, 0, 0, 0,
            0x0e, 40),
        "1000: " + CALLED,
        "1004: r7+16 fp same ra cfa-8",
        "1014: r7+24 fp same ra cfa-8",
        "1034: r7+32 fp same ra cfa-8",
        "1064: r7+40 fp same ra cfa-8");
  }

  @Test
  void keepsTheLastStateOfOnePlace() {
    assertRows(ints(0x0e, 16, 0x02, 0, 0x0e, 24, 0x41, 0x0e, 24), "1000: r7+24 fp same ra cfa-8");
  }

  @Test
  void setsTheFrameAddress() {
    assertRows(
        ints(
            0x41, 0x0c, 6, 16, // def_cfa rbp+16
            0x41, 0x0d, 10, // def_cfa_register r10
            0x41, 0x12, 7, 0x7d, // def_cfa_sf rsp, -3 * -8
            0x41, 0x13, 0x7c, // def_cfa_offset_sf -4 * -8
            0x41, 0x0e, 0x90, 0x80, 0x04), // def_cfa_offset 65552
        "1000: " + CALLED,
        "1001: r6+16 fp same ra cfa-8",
        "1002: r10+16 fp same ra cfa-8",
        "1003: r7+24 fp same ra cfa-8",
        "1004: r7+32 fp same ra cfa-8",
        "1005: r7+65552 fp same ra cfa-8");
  }

  @Test
  void followsTheFramePointer() {
    assertRows(
        ints(
            0x41, 0x86, 2, // offset
            0x41, 0x05, 6, 3, // offset_extended
            0x41, 0x11, 6, 0x7c, // offset_extended_sf, -4 * -8
            0x41, 0x2f, 6, 5, // GNU_negative_offset_extended, - 5 * -8
            0x41, 0x07, 6, // undefined
            0x41, 0x08, 6, // same_value
            0x41, 0x09, 6, 10, // register
            0x41, 0x10, 6, 2, 0x76, 0x70, // expression rbp-16
            0x41, 0x16, 6, 2, 0x76, 0, // val_expression
            0x41, 0xc6, // restore
            0x41, 0x86, 2, 0x41, 0x06, 6, // offset, restore_extended
            0x41, 0x14, 6, 1), // val_offset
        "1000: " + CALLED,
        "1001: r7+8 fp cfa-16 ra cfa-8",
        "1002: r7+8 fp cfa-24 ra cfa-8",
        "1003: r7+8 fp cfa+32 ra cfa-8",
        "1004: r7+8 fp cfa+40 ra cfa-8",
        "1005: r7+8 fp undefined ra cfa-8",
        "1006: " + CALLED,
        "1007: r7+8 fp r10 ra cfa-8",
        "1008: r7+8 fp *(fp-16) ra cfa-8",
        "1009: r7+8 fp undefined ra cfa-8",
        "100a: " + CALLED,
        "100b: r7+8 fp cfa-16 ra cfa-8",
        "100c: " + CALLED,
        "100d: r7+8 fp undefined ra cfa-8");
  }

  @Test
  void followsTheReturnAddress() {
    assertRows(
        ints(
            0x41, 0x09, 16, 5, // register: vfork keeps it in rdi
            0x41, 0x05, 16, 2, // offset_extended
            0x41, 0x10, 16, 2, 0x76, 8, // expression rbp+8
            0x41, 0x07, 16, // undefined
            0x41, 0x06, 16, // restore_extended
            0x41, 0x14, 16, 0), // val_offset: no rule says so
        "1000: " + CALLED,
        "1001: r7+8 fp same ra r5",
        "1002: r7+8 fp same ra cfa-16",
        "1003: r7+8 fp same ra *(fp+8)",
        "1004: r7+8 fp same ra undefined",
        "1005: " + CALLED,
        "1006: UNSUPPORTED");
  }

  @Test
  void ignoresWhatConcernsOtherRegisters() {
    assertRows(
        ints(0x41, 0x83, 4, 0x41, 0x07, 12, 0x41, 0x2e, 0x20, 0x41, 0x16, 3, 1, 0x50, 0, 0),
        "1000: " + CALLED);
  }

  @Test
  void remembersTheFrameAddressWithTheRegisters() {
    assertRows(
        ints(0x41, 0x0e, 16, 0x86, 2, 0x41, 0x0a, 0xc6, 0x0e, 8, 0x41, 0x0b, 0x41, 0x0c, 6, 16),
        "1000: " + CALLED,
        "1001: r7+16 fp cfa-16 ra cfa-8",
        "1002: " + CALLED,
        "1003: r7+16 fp cfa-16 ra cfa-8",
        "1004: r6+16 fp cfa-16 ra cfa-8");
  }

  @Test
  void restoresWhatTheCommonEntrySays() {
    // here the common entry has the frame pointer at CFA-16, and the address in rbp
    FrameBytes frames =
        FrameBytes.ehFrame()
            .cieOf("zR", 1, -8, 16, 0x0c, 7, 16, 0x90, 1, 0x86, 2)
            .fde(0x2000, 0x100, 0x41, 0xc6, 0x08, 6, 0x41, 0xc6);

    assertThat(rows(frames))
        .containsExactly(
            "1000: r7+16 fp cfa-16 ra cfa-8",
            "1001: r7+16 fp same ra cfa-8",
            "1002: r7+16 fp cfa-16 ra cfa-8",
            "1100: NO_CFI");
  }

  @Test
  void understandsTheExpressionsThatCompilersWrite() {
    assertRows(
        ints(
            0x41, 0x0f, 11, 0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22, // plt 11
            0x41, 0x0f, 11, 0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3a, 0x2a, 0x33, 0x24, 0x22, // plt 10
            0x41, 0x0f, 3, 0x76, 0x58, 0x06, // *(rbp-40)
            0x41, 0x0f, 5, 0x77, 8, 0x06, 0x23, 8, // *(rsp+8)+8
            0x41, 0x0f, 6, 0x77, 8, 0x06, 0x38, 0x22, 0x96, // lit8 plus, then nop
            0x41, 0x0f, 4, 0x77, 8, 0x23, 16, // rsp+8+16: no look into memory
            0x41, 0x0f, 5, 0x92, 10, 8, 0x06, 0x96), // bregx r10+8, then nop
        "1000: " + CALLED,
        "1001: plt 11 fp same ra cfa-8",
        "1002: plt 10 fp same ra cfa-8",
        "1003: *(r6-40)+0 fp same ra cfa-8",
        "1004: *(r7+8)+8 fp same ra cfa-8",
        "1005: UNSUPPORTED",
        "1006: r7+24 fp same ra cfa-8",
        "1007: UNSUPPORTED");
  }

  @Test
  void staysSilentAboutUnsupportedRowsNowhere() {
    UnwindTable table = compile(ints(0x0f, 2, 0x30, 0x31, 0x41, 0x0c, 7, 8, 0x41, 0x07, 7));

    assertThat(RowText.of(table))
        .containsExactly(
            "1000: UNSUPPORTED", "1001: " + CALLED, "1002: UNSUPPORTED", "1100: NO_CFI");
    assertThat(table.faults())
        .containsExactly(
            "1 row with an expression for the CFA that is not understood",
            "1 row with a stack pointer of the caller that is not the CFA");
  }

  @Test
  void replacesAFunctionThatMakesNoSense() {
    for (int[] damaged :
        List.of(
            ints(0x41, 0x0e, 16, 0x3f), // unknown
            ints(0x41, 0x0b), // restore_state without remember_state
            ints(0x41, 0x0e, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1),
            ints(0x41, 0x0c, 0x80, 2, 8), // register 256
            ints(0x41, 0x0e, 0xff, 0xff, 0xff, 0xff, 0x7f), // offset beyond 31 bits
            ints(0x41, 0x2d), // AArch64 only
            ints(0x41, 0x0f, 100, 0x77), // expression longer than the entry
            ints(0x41, 0x03, 1))) { // ends inside a number
      UnwindTable table = compile(damaged);

      assertThat(RowText.of(table)).containsExactly("1000: UNSUPPORTED", "1100: NO_CFI");
      assertThat(table.faults()).hasSize(1);
      assertThat(table.fdes()).isEqualTo(1);
    }
  }

  @Test
  void boundsTheDepthOfRememberedStates() {
    int[] deep = new int[65];
    Arrays.fill(deep, 0x0a);

    assertThat(RowText.of(compile(deep))).containsExactly("1000: UNSUPPORTED", "1100: NO_CFI");
  }

  @Test
  void stopsAtTheEndOfTheFunction() {
    assertRows(
        ints(0x41, 0x0e, 16, 0x02, 0xfe, 0x0e, 24, 0x41, 0x0e, 32, 0x3f),
        "1000: " + CALLED,
        "1001: r7+16 fp same ra cfa-8",
        "10ff: r7+24 fp same ra cfa-8");
  }

  @Test
  void setsTheLocation() {
    FrameBytes frames =
        FrameBytes.debugFrame()
            .cie()
            .fde(0x2000, 0x100, 0x01, 0x20, 0x20, 0, 0, 0, 0, 0, 0, 0x0e, 16);
    UnwindTable table = compileSection(".debug_frame", frames);

    assertThat(RowText.of(table))
        .containsExactly("1000: " + CALLED, "1020: r7+16 fp same ra cfa-8", "1100: NO_CFI");

    frames =
        FrameBytes.debugFrame().cie().fde(0x2000, 0x100, 0x41, 0x01, 0, 0x20, 0, 0, 0, 0, 0, 0);
    assertThat(compileSection(".debug_frame", frames).faults().toString()).contains("backwards");
  }

  private static int[] ints(int... values) {
    return values;
  }

  private static void assertRows(int[] instructions, String... expected) {
    List<String> rows = RowText.of(compile(instructions));
    assertThat(rows.subList(0, rows.size() - 1)).containsExactly(expected);
    assertThat(rows.get(rows.size() - 1)).isEqualTo("1100: NO_CFI");
  }

  private static List<String> rows(FrameBytes frames) {
    return RowText.of(compileSection(".eh_frame", frames));
  }

  private static UnwindTable compile(int... instructions) {
    return compileSection(".eh_frame", FrameBytes.ehFrame().cie().fde(0x2000, 0x100, instructions));
  }

  private static UnwindTable compileSection(String name, FrameBytes frames) {
    return Compiled.of(ElfImage.x86().section(name, frames));
  }
}
