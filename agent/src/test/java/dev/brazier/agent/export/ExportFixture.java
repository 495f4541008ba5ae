package dev.brazier.agent.export;

import dev.brazier.agent.profile.ModuleFile;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.SampleWeight;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.agent.profile.Timeline;
import dev.brazier.container.symbol.UnnamedReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Profiles for tests of exports. */
public final class ExportFixture {

  /** Ten milliseconds. */
  public static final long PERIOD = 10_000_000;

  public static final ModuleFile LIBC =
      new ModuleFile("/usr/lib/libc.so.6", "0123456789abcdef0123456789abcdef01234567");

  public static final ProfileProcess WEB = new ProfileProcess(7, 100, "nginx", "web");
  public static final ProfileProcess SHELL = new ProfileProcess(8, 200, "sh", ProfileProcess.HOST);

  public static final ProfileFrame MAIN = ProfileFrame.named("main", Kind.NATIVE, "nginx");
  public static final ProfileFrame READ =
      ProfileFrame.named("read", Kind.NATIVE, "libc.so.6").in(LIBC);
  public static final ProfileFrame VFS_READ =
      ProfileFrame.named("vfs_read", Kind.KERNEL, "[kernel]");
  public static final ProfileFrame STRIPPED =
      ProfileFrame.unnamed(Kind.NATIVE, "sh", UnnamedReason.STRIPPED);

  private ExportFixture() {}

  /** Names that have broken other tools' files. */
  public static List<String> hostileNames() {
    return List.of(
        "</script><script>window.pwned=1</script>",
        "a<b>&\"quoted\" 'single' &amp; &lt; | `code` \\ \\u0041 $x$",
        "escape \u001b[31m nul \u0000 bell \u0007 line\nfeed\r tab\t del\u007f c1\u0085",
        "separators \u2028 and \u2029",
        "not characters \ufffe \uffff, right to left \u202e evil \u2066",
        "fire \ud83d\udd25 family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u6f22\u5b57",
        "x".repeat(200_000),
        "__proto__",
        "constructor",
        " ",
        "");
  }

  /** What is left of a name with a lone surrogate. */
  public static final String LONE = "lone \ud800 high";

  public static final String LONE_KEPT = "lone \ufffd high";

  /**
   * Five samples with times of a web server with two threads and of a shell, whose last sample has
   * none.
   */
  public static Profile timed() {
    ProfileThread master = new ProfileThread(7, "nginx");
    ProfileThread worker = new ProfileThread(71, "worker");
    List<ProfileStack> stacks =
        List.of(
            stack(WEB, master, 2, MAIN, READ, VFS_READ),
            stack(WEB, worker, 1, MAIN),
            stack(SHELL, new ProfileThread(8, "sh"), 3, STRIPPED));
    Timeline timeline =
        Timeline.of(
            new long[] {10_000_000, 20_500_000, 30_000_000, 40_000_000, 900_000_000},
            new int[] {0, 1, 2, 0, 2},
            new short[] {0, 1, 0, 1, 0},
            null);
    return new Profile(facts(), stacks, timeline);
  }

  /** One process, one stack for each name, under a frame that all share. */
  public static Profile named(List<String> names) {
    List<ProfileStack> stacks = new ArrayList<>();
    for (String name : names) {
      ProfileProcess process = new ProfileProcess(9, 9, name, name);
      ProfileFrame frame = ProfileFrame.named(name, Kind.JIT, name);
      stacks.add(stack(process, new ProfileThread(9, name), 1, MAIN, frame));
    }
    return new Profile(facts(), stacks);
  }

  /** A stack of so many frames. */
  public static Profile deep(int depth) {
    ProfileFrame[] frames = new ProfileFrame[depth];
    Arrays.fill(frames, MAIN);
    return new Profile(facts(), List.of(stack(WEB, null, 1, frames)));
  }

  /** Nothing at all. */
  public static Profile empty() {
    return new Profile(facts(), List.of());
  }

  /** What a foreign file without any facts gives. */
  public static Profile foreign(long count, ProfileFrame... frames) {
    ProfileFacts facts =
        new ProfileFacts(
            "",
            null,
            Duration.ZERO,
            "",
            "",
            "",
            0,
            SampleWeight.SAMPLES,
            new SampleBalance(0, 0, 0, 0, count, 0, Map.of()),
            List.of());
    ProfileProcess nobody = new ProfileProcess(ProfileProcess.UNKNOWN, 0, "", "");
    return new Profile(facts, List.of(stack(nobody, null, count, frames)));
  }

  public static ProfileStack stack(
      ProfileProcess process,
      @Nullable ProfileThread thread,
      long samples,
      ProfileFrame... frames) {
    return new ProfileStack(process, thread, List.of(frames), samples, StackOutcome.COMPLETE);
  }

  public static ProfileFacts facts() {
    return new ProfileFacts(
        "testhost",
        Instant.parse("2026-11-21T10:15:30.25Z"),
        Duration.ofSeconds(1),
        "cpu-clock",
        "100 Hz",
        "BPF",
        2,
        SampleWeight.of(PERIOD, SampleWeight.NANOSECONDS),
        new SampleBalance(6, 0, 0, 0, 6, 0, Map.of()),
        List.of("a note"));
  }

  /** What an export writes. */
  public static byte[] written(ProfileExport export, Profile profile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    export.write(profile, out);
    return out.toByteArray();
  }
}
