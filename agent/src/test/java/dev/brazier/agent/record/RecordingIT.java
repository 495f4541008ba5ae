package dev.brazier.agent.record;

import static dev.brazier.agent.record.Shares.in;
import static dev.brazier.agent.record.Shares.samples;
import static dev.brazier.agent.record.Shares.through;
import static dev.brazier.agent.record.Shares.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.container.symbol.UnnamedReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records real programs on the real kernel and compares with what is known of them. */
final class RecordingIT {

  private static final RecordingConfig FAST =
      RecordingConfig.defaults().withFrequency(499).withDuration(Duration.ofSeconds(4));

  @TempDir Path folder;

  @Test
  void knownSharesOfAKnownCallTree() {
    Path program = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    try (Workload tree = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(tree.pid())));

      long all = samples(profile, in(tree.pid()).and(through("main", "serve")));
      assertThat(all).as("samples of %s", Shares.names(profile)).isGreaterThan(300);
      assertThat(share(profile, all, "main", "serve", "parse", "spin"))
          .isCloseTo(0.6, within(0.06));
      assertThat(share(profile, all, "main", "serve", "render", "spin"))
          .isCloseTo(0.3, within(0.06));
      assertThat(share(profile, all, "main", "serve", "store", "spin"))
          .isCloseTo(0.1, within(0.06));
      assertThat(profile.outcomes().getOrDefault(StackOutcome.COMPLETE, 0L))
          .isGreaterThan(profile.samples() * 95 / 100);
      assertThat(profile.stacks()).allMatch(stack -> stack.process().name().equals("known_tree"));
      assertThat(profile.stacks())
          .allMatch(stack -> stack.process().container().equals(ProfileProcess.HOST));
    }
  }

  @Test
  void framesComeFromTheFilesThatHoldThem() {
    Path program = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    try (Workload tree = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(tree.pid())));

      assertThat(samples(profile, with(module("spin", "known_tree")))).isGreaterThan(300);
      assertThat(samples(profile, with(module("__libc_start_call_main", "libc.so.6"))))
          .as("frames of %s", Shares.names(profile))
          .isPositive();
    }
  }

  @Test
  void kernelFramesOfAKernelHeavyProgram() {
    try (Workload copy = Workload.start("dd", "if=/dev/zero", "of=/dev/null", "bs=1M")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(copy.pid())));

      long kernel = samples(profile, with(frame -> frame.kind() == ProfileFrame.Kind.KERNEL));
      assertThat(kernel).isGreaterThan(profile.samples() * 8 / 10);
      assertThat(samples(profile, through("ksys_read", "vfs_read", "read_zero")))
          .as("kernel frames %s", Shares.names(profile))
          .isGreaterThan(profile.samples() / 2);
    }
  }

  @Test
  void switchesOffKernelAndUserFrames() {
    try (Workload copy = Workload.start("dd", "if=/dev/zero", "of=/dev/null", "bs=1M")) {
      RecordingConfig config =
          FAST.withDuration(Duration.ofSeconds(1)).withPids(List.of(copy.pid()));
      Profile noKernel = PatientRecording.of(config.withKernelFrames(false));
      Profile noUser = PatientRecording.of(config.withUserFrames(false));

      assertThat(samples(noKernel, with(frame -> frame.kind() == ProfileFrame.Kind.KERNEL)))
          .isZero();
      assertThat(samples(noUser, with(frame -> frame.kind() != ProfileFrame.Kind.KERNEL))).isZero();
      assertThat(noKernel.samples()).isPositive();
      assertThat(noUser.outcomes()).containsKey(StackOutcome.NOT_ASKED);
    }
  }

  @Test
  void namesTheJavaScriptOfNode() {
    String script = Workload.SOURCES.resolve("busy.js").toString();
    try (Workload node = Workload.start("node", "--perf-basic-prof", script)) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(node.pid())));

      long named =
          samples(
              profile,
              with(
                  frame ->
                      frame.kind() == ProfileFrame.Kind.JIT
                          && frame.name().contains("fibonacciOfBusy")));
      assertThat(named).as("%s", Shares.names(profile)).isGreaterThan(profile.samples() * 8 / 10);
      assertThat(samples(profile, with(frame -> frame.name().equals("node::Start"))))
          .as("%s", Shares.names(profile))
          .isGreaterThan(profile.samples() * 8 / 10);
    }
  }

  @Test
  void namesTheMethodsOfAJvmThatWroteItsPerfMap() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin");
    String source = Workload.SOURCES.resolve("BusyLoop.java").toString();
    try (Workload jvm =
        Workload.start(
            java.resolve("java").toString(), "-XX:+PreserveFramePointer", "-Xint", source)) {
      Thread.sleep(2_000);
      Profile without = PatientRecording.of(FAST.withPids(List.of(jvm.pid())));
      Workload.run(
          List.of(
              java.resolve("jcmd").toString(), Integer.toString(jvm.pid()), "Compiler.perfmap"));
      Profile with = PatientRecording.of(FAST.withPids(List.of(jvm.pid())));

      assertThat(samples(without, with(reason(UnnamedReason.JIT_WITHOUT_MAP)))).isPositive();
      assertThat(
              samples(
                  with,
                  with(
                      frame ->
                          frame.kind() == ProfileFrame.Kind.JIT
                              && frame.name().contains("Interpreter"))))
          .as("%s", Shares.names(with))
          .isGreaterThan(with.samples() / 2);
      assertThat(samples(with, through("thread_native_entry", "ThreadJavaMain")))
          .as("%s", Shares.names(with))
          .isNotNegative();
    }
  }

  @Test
  void keepsThreadsApartWhenAsked() {
    Path program = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    try (Workload tree = Workload.start(program.toString(), "600")) {
      Profile profile =
          PatientRecording.of(
              FAST.withThreads(true)
                  .withDuration(Duration.ofSeconds(1))
                  .withPids(List.of(tree.pid())));

      assertThat(profile.stacks())
          .allMatch(
              stack ->
                  stack
                      .thread()
                      .filter(t -> t.tid() == tree.pid() && t.name().equals("known_tree"))
                      .isPresent());
    }
  }

  @Test
  void recordsACommandAndItsChildrenUntilItEnds() {
    Path program = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    Profile profile =
        record(
            FAST.withCommand(List.of("/bin/sh", "-c", program + " 2 & " + program + " 2; wait")));

    assertThat(profile.stacks().stream().map(ProfileStack::process).map(ProfileProcess::name))
        .contains("known_tree")
        .allMatch(name -> name.equals("known_tree") || name.equals("sh"));
    assertThat(
            profile.stacks().stream()
                .map(ProfileStack::process)
                .filter(process -> process.name().equals("known_tree"))
                .map(ProfileProcess::pid)
                .distinct())
        .hasSize(2);
    assertThat(profile.facts().duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
  }

  private static Profile record(RecordingConfig config) {
    try (Recording recording = Recording.start(config)) {
      return recording.run();
    }
  }

  private static double share(Profile profile, long all, String... path) {
    return (double) samples(profile, through(path)) / all;
  }

  private static java.util.function.Predicate<ProfileFrame> module(String name, String module) {
    return frame -> frame.name().equals(name) && frame.module().equals(module);
  }

  private static java.util.function.Predicate<ProfileFrame> reason(UnnamedReason reason) {
    return frame -> frame.unnamed().filter(reason::equals).isPresent();
  }
}
