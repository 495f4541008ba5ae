package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real stacks, which the walk over copies must find as a debugger did. */
final class RecordedStackTest {

  /** It has no tables of frames that lie outside of the stack that it started on. */
  private static final String OTHER_STACK = "signal-on-other-stack.txt";

  @Test
  void findsTheFramesThatADebuggerFound() {
    List<String> whole = new ArrayList<>();
    for (RecordedStack stack : RecordedStack.all()) {
      StackUnwinder walker = stack.walker();
      WalkEnd end = walker.walk(stack.pc, stack.registers, stack.copy, stack);
      List<Long> found = RecordedStack.framesOf(walker);

      assertThat(stack.frames).as(stack.name + " " + end).startsWith(found.toArray(Long[]::new));
      if (!stack.name.equals(OTHER_STACK)) {
        assertThat(found).as(stack.name + " " + end).isEqualTo(stack.frames);
        whole.add(stack.name);
      }
    }
    assertThat(whole).hasSizeGreaterThan(10);
  }

  @Test
  void endsWhereTheCopyEnds() {
    for (RecordedStack stack : RecordedStack.all()) {
      StackUnwinder walker = stack.walker();
      for (int bytes = 0; bytes <= 2048; bytes += 8) {
        WalkEnd end =
            walker.walk(stack.pc, stack.registers, stack.copy.duplicate().limit(bytes), stack);
        List<Long> found = RecordedStack.framesOf(walker);

        assertThat(stack.frames).as(stack.name).startsWith(found.toArray(Long[]::new));
        if (found.size() < stack.frames.size()) {
          assertThat(end).as("%d bytes of %s", bytes, stack.name).isEqualTo(WalkEnd.NOT_COPIED);
        }
      }
    }
  }

  @Test
  void saysThatTheSignalsStackIsAnother() {
    RecordedStack stack =
        RecordedStack.all().stream()
            .filter(s -> s.name.equals(OTHER_STACK))
            .findAny()
            .orElseThrow();
    StackUnwinder walker = stack.walker();

    assertThat(walker.walk(stack.pc, stack.registers, stack.copy, stack))
        .isEqualTo(WalkEnd.NOT_COPIED);
    assertThat(walker.frames()).isGreaterThan(1);
  }
}
