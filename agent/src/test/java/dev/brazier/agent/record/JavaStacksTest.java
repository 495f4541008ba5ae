package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaStacksTest {
  private static final ProfileFrame START =
      ProfileFrame.named("start_thread", Kind.NATIVE, "libc.so.6");
  private static final ProfileFrame CALL =
      ProfileFrame.named("JavaCalls::call_helper", Kind.NATIVE, "libjvm.so");
  private static final ProfileFrame METHOD = ProfileFrame.named("Main.main", Kind.JIT, "");

  @TempDir private Path proc;

  @Test
  void doubtsStacksThroughCompiledJavaCode() throws IOException {
    run(7, "java", "-jar", "a.jar");

    assertThat(judge(7, START, CALL, METHOD)).isEqualTo(StackOutcome.JAVA_GUESSED);
  }

  @Test
  void trustsAJvmThatKeepsFramePointers() throws IOException {
    run(7, "java", "-XX:+PreserveFramePointer", "-jar", "a.jar");

    assertThat(judge(7, START, CALL, METHOD)).isEqualTo(StackOutcome.COMPLETE);
  }

  @Test
  void doubtsAJvmThatIsGone() {
    assertThat(judge(8, START, CALL, METHOD)).isEqualTo(StackOutcome.JAVA_GUESSED);
  }

  @Test
  void trustsStacksWithoutGeneratedCodeAndOfOtherCompilers() {
    assertThat(judge(8, START, CALL)).isEqualTo(StackOutcome.COMPLETE);
    assertThat(judge(8, START, METHOD)).isEqualTo(StackOutcome.COMPLETE);
  }

  @Test
  void leavesEveryOtherOutcomeAsItIs() {
    JavaStacks stacks = new JavaStacks(new ProcRoot(proc));

    assertThat(stacks.judge(StackOutcome.NO_TABLE, 8, List.of(START, CALL, METHOD)))
        .isEqualTo(StackOutcome.NO_TABLE);
  }

  private StackOutcome judge(int pid, ProfileFrame... frames) {
    return new JavaStacks(new ProcRoot(proc)).judge(StackOutcome.COMPLETE, pid, List.of(frames));
  }

  private void run(int pid, String... command) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    String line = String.join("\0", command) + "\0";
    Files.write(folder.resolve("cmdline"), line.getBytes(StandardCharsets.UTF_8));
  }
}
