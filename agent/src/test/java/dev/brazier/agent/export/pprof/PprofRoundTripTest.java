package dev.brazier.agent.export.pprof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.export.ForeignProfile;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import dev.brazier.flamegraph.input.InputFormat;
import dev.brazier.flamegraph.input.InputOptions;
import dev.brazier.flamegraph.input.InputOrigin;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.InputStack;
import dev.brazier.flamegraph.input.Selection;
import dev.brazier.flamegraph.input.StackInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is written as pprof is read again as what it was. */
final class PprofRoundTripTest {

  private static final List<Frame> STACK =
      List.of(
          new Frame("main", FrameKind.NATIVE, "/usr/bin/java"),
          new Frame("Server.run", FrameKind.JIT, "[jit]"),
          new Frame("__vdso_clock_gettime", FrameKind.NATIVE, "[vdso]"),
          new Frame("vfs_read", FrameKind.KERNEL, "[kernel]"),
          new Frame("ext4_read", FrameKind.KERNEL, "[ext4]"));

  @Test
  void framesKeepTheirKindsAndFiles() throws IOException {
    InputOrigin origin =
        new InputOrigin("web", "java", OptionalInt.of(7), "worker", OptionalInt.of(9));

    CallTree tree = writtenAndRead(new InputStack(STACK, 5, origin, OptionalLong.empty()));

    assertThat(tree.frame(1)).isEqualTo(new Frame("web", FrameKind.CONTAINER));
    assertThat(tree.frame(2)).isEqualTo(new Frame("java", FrameKind.PROCESS));
    assertThat(tree.frame(3)).isEqualTo(new Frame("worker (9)", FrameKind.THREAD));
    for (int i = 0; i < STACK.size(); i++) {
      Frame frame = tree.frame(4 + i);
      assertThat(frame.name()).isEqualTo(STACK.get(i).name());
      assertThat(frame.kind()).as(frame.name()).isEqualTo(STACK.get(i).kind());
      // The kernel proper is told by the kind alone.
      String module = STACK.get(i).module();
      assertThat(frame.module()).isEqualTo(module.equals("[kernel]") ? "" : module);
    }
    assertThat(tree.total()).isEqualTo(5);
  }

  private static CallTree writtenAndRead(InputStack stack) throws IOException {
    ForeignProfile profile = new ForeignProfile(false);
    profile.stack(stack);
    InputReport report =
        new InputReport(
            InputFormat.PERF,
            "",
            "samples",
            "sample",
            1,
            1,
            0,
            List.of(),
            Map.of(),
            Selection.all(stack.count()),
            List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PprofExport().write(profile.profile(report, List.of()), out);
    InputOptions options = InputOptions.DEFAULT.withPerThread(true);
    return StackInput.readTree(new ByteArrayInputStream(out.toByteArray()), options).tree();
  }
}
