package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.container.process.ProcRoot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Doubts stacks that were walked through HotSpot's generated code by frame pointers. Its compilers
 * use that register as any other unless the JVM runs with {@code -XX:+PreserveFramePointer}: the
 * walk may then go from an inner frame straight to one far outside, and nothing shows it.
 */
final class JavaStacks {

  private static final String JVM = "libjvm.so";
  private static final String KEEPS_FRAME_POINTERS = "-XX:+PreserveFramePointer";

  private final ProcRoot proc;
  private final Map<Integer, Boolean> trusted = new HashMap<>();

  JavaStacks(ProcRoot proc) {
    this.proc = proc;
  }

  /** The outcome, with what is known of the process's JVM. */
  StackOutcome judge(StackOutcome outcome, int pid, List<ProfileFrame> frames) {
    boolean doubtful =
        outcome == StackOutcome.COMPLETE
            && frames.stream().anyMatch(frame -> frame.kind() == Kind.JIT)
            && frames.stream().anyMatch(frame -> frame.module().equals(JVM))
            && !trusted.computeIfAbsent(pid, this::keepsFramePointers);
    return doubtful ? StackOutcome.JAVA_GUESSED : outcome;
  }

  /** A process that is gone does not tell. */
  private boolean keepsFramePointers(int pid) {
    return proc.commandLine(pid).found().filter(l -> l.contains(KEEPS_FRAME_POINTERS)).isPresent();
  }
}
