package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.golang.LineTableBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GoFramesTest {
  private static final String CALLED = "r7+8 fp same ra cfa-8";
  private static final String FRAME = "r7+32 fp same ra cfa-8";
  private static final String BY_FRAME_POINTER = "r6+16 fp cfa-16 ra cfa-8";
  private static final String OUTERMOST = "r7+0 fp undefined ra undefined";
  private static final int CHANGES_STACKS = LineTableBytes.WRITES_STACK_POINTER;

  @Test
  void followsTheStackPointer() {
    LineTableBytes table =
        program().function(0x2000, "main.main", 0, 0, 4, 24, 0x3b, 0, 1).end(0x2040);

    assertThat(rows(table))
        .containsExactly("1000: " + CALLED, "1004: " + FRAME, "103f: " + CALLED, "1040: NO_CFI");
  }

  @Test
  void knowsWhichFunctionsHaveNoCaller() {
    LineTableBytes table =
        program()
            .function(0x2000, "main.goexit", 0, 0, 0x10)
            .function(0x2010, "runtime.goexit", 0, 0, 0x10)
            .function(0x2020, "runtime.goexit1", 0, 0, 0x10)
            .function(0x2030, "runtime.mcall", CHANGES_STACKS, 0, 1, 8, 15)
            .end(0x2040);

    assertThat(rows(table))
        .containsExactly(
            "1000: " + CALLED,
            "1010: " + OUTERMOST,
            "1020: " + CALLED,
            "1030: " + OUTERMOST,
            "1040: NO_CFI");
  }

  /** By the frame pointer once that is surely set; the old stack is there until then. */
  @Test
  void leavesFunctionsThatChangeStacksByTheirFramePointer() {
    LineTableBytes table =
        program()
            .function(0x2000, "time.now", CHANGES_STACKS, 0, 4, 24, 0x2b, 0, 1, 24, 0x10)
            .function(0x2040, "runtime.asmcgocall", CHANGES_STACKS, 0, 0x20)
            .end(0x2060);

    assertThat(rows(table))
        .containsExactly(
            "1000: " + CALLED,
            "1004: " + FRAME,
            "1014: " + BY_FRAME_POINTER,
            "102f: " + CALLED,
            "1030: " + BY_FRAME_POINTER,
            "1040: UNSUPPORTED",
            "1060: NO_CFI");
  }

  @Test
  void knowsWhereSignalHandlersReturnTo() {
    LineTableBytes table = program().function(0x2010, "runtime.sigreturn", 4, 0, 0x20).end(0x2030);
    ElfImage image = image(table).code(0x1010, 0x48, 0xc7, 0xc0, 15, 0, 0, 0, 0x0f, 0x05);

    assertThat(RowText.of(Compiled.of(image)))
        .containsExactly("100f: SIGNAL_FRAME", "1030: NO_CFI");
  }

  /** What is there for debuggers is the same, but for what only the line table tells. */
  @Test
  void prefersTheLineTableToWhatDebuggersRead() {
    FrameBytes debug = FrameBytes.debugFrame().cie().fde(0x2000, 0x20);
    ElfImage image = ElfImage.x86().section(".debug_frame", debug);
    LineTableBytes table = program().function(0x2000, "main.main", 0, 24, 0x10).end(0x2010);

    assertThat(RowText.of(Compiled.of(image))).containsExactly("1000: " + CALLED, "1020: NO_CFI");
    image.section(".gopclntab", 1, 2, 0, table.build(0x2000));
    assertThat(RowText.of(Compiled.of(image))).containsExactly("1000: " + FRAME, "1010: NO_CFI");
  }

  @Test
  void leavesOutDamagedFunctionsOnly() {
    LineTableBytes table =
        program()
            .function(0x2000, "main.broken", 0, 0, 1, 24, 0)
            .function(0x2010, "main.main", 0, 24, 0x10)
            .end(0x2020);
    UnwindTable compiled = Compiled.of(image(table));

    assertThat(RowText.of(compiled))
        .containsExactly("1000: UNSUPPORTED", "1010: " + FRAME, "1020: NO_CFI");
    assertThat(compiled.faults()).containsExactly("line table: a row without code");
  }

  private static LineTableBytes program() {
    return LineTableBytes.newest(0x2000);
  }

  private static ElfImage image(LineTableBytes table) {
    return ElfImage.x86().section(".gopclntab", 1, 2, 0, table.build(0x2000));
  }

  private static List<String> rows(LineTableBytes table) {
    return RowText.of(Compiled.of(image(table)));
  }
}
