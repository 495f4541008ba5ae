package dev.brazier.agent.write;

import static dev.brazier.agent.write.ProfileFixture.balance;
import static dev.brazier.agent.write.ProfileFixture.frame;
import static dev.brazier.agent.write.ProfileFixture.kernel;
import static dev.brazier.agent.write.ProfileFixture.process;
import static dev.brazier.agent.write.ProfileFixture.profile;
import static dev.brazier.agent.write.ProfileFixture.stack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.container.symbol.UnnamedReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProfileWritersTest {

  @Test
  void rootsFramesInContainerAndProcess() throws IOException {
    Profile profile =
        profile(
            balance(5, 0),
            stack(process(7, "nginx", "web"), 3, frame("main"), kernel("vfs_read")),
            stack(process(8, "dd", "host"), 2, frame("main")));

    assertThat(collapsed(profile)).contains("web;nginx;main;vfs_read_[k] 3", "host;dd;main 2");
  }

  @Test
  void putsThreadsBetweenProcessAndFrames() throws IOException {
    ProfileStack stack =
        new ProfileStack(
            process(7, "java", "web"),
            new ProfileThread(12, "worker"),
            List.of(frame("run")),
            1,
            StackOutcome.COMPLETE);

    assertThat(collapsed(profile(balance(1, 0), stack))).contains("web;java;worker (12);run 1");
  }

  @Test
  void tellsAFewProcessesOfOneNameApartByPid() throws IOException {
    Profile profile =
        profile(
            balance(2, 0),
            stack(process(7, "java", "web"), 1, frame("run")),
            stack(process(8, "java", "web"), 1, frame("run")),
            stack(process(9, "java", "db"), 1, frame("run")));

    assertThat(collapsed(profile))
        .contains("web;java (7);run 1", "web;java (8);run 1", "db;java;run 1");
  }

  @Test
  void mergesManyProcessesOfOneName() throws IOException {
    ProfileStack[] stacks = new ProfileStack[ProcessRows.MERGED_FROM];
    for (int i = 0; i < stacks.length; i++) {
      stacks[i] = stack(process(100 + i, "true", "host"), 1, frame("main"));
    }

    assertThat(collapsed(profile(balance(stacks.length, 0), stacks)))
        .contains("host;true;main " + stacks.length);
  }

  @Test
  void aFrameWithoutANameSaysWhy() throws IOException {
    ProfileFrame stripped = ProfileFrame.unnamed(Kind.NATIVE, "libx.so", UnnamedReason.STRIPPED);
    ProfileFrame jit = ProfileFrame.unnamed(Kind.JIT, "[jit]", UnnamedReason.JIT_WITHOUT_MAP);

    String text =
        collapsed(profile(balance(1, 0), stack(process(7, "a", "host"), 1, jit, stripped)));

    assertThat(text)
        .contains("[jit: " + UnnamedReason.JIT_WITHOUT_MAP.text() + "]")
        .contains("[libx.so: " + UnnamedReason.STRIPPED.text() + "]");
  }

  @Test
  void thePictureCarriesTheTruthHeader() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new ProfileWriters(profile(balance(99, 1), stack(process(7, "a", "host"), 99, frame("main"))))
        .writeSvg(out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("testhost")
        .contains("100 wanted, 99 received, 1 lost (ring full on cpu 1: 1)")
        .contains("100 % reached their end")
        .contains("a note");
  }

  private static String collapsed(Profile profile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ProfileWriters(profile).writeCollapsed(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
