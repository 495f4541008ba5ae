package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings that end otherwise than by their clock. */
final class EarlyEndIT {

  private static final String LONG = "1h";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalEndsItAndTheProfileIsWritten(String signal) throws Exception {
    Path output = folder.resolve("a.svg");
    Path err = folder.resolve("err");
    Process brazier = Distribution.start(err, "record", "-d", LONG, "-o", output.toString());
    try {
      awaitSampling(brazier);
      signal(signal, brazier);

      assertThat(brazier.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(brazier.exitValue()).as(Files.readString(err)).isZero();
      assertThat(err)
          .content()
          .contains("note      stopped before its time", "written   " + output)
          .doesNotContain("\tat ");
      assertThat(output).content().endsWith("</svg>\n");
    } finally {
      brazier.destroyForcibly();
    }
  }

  @Test
  void beingKilledLeavesNothingBehind() throws Exception {
    Path output = Files.createDirectory(folder.resolve("out"));
    Process brazier =
        Distribution.start(folder.resolve("err"), "record", "-d", LONG, "-o", output + "/a.svg");
    awaitSampling(brazier);
    Set<String> programs = programsOf(brazier);
    assertThat(programs).isNotEmpty().isSubsetOf(programsInTheKernel());

    brazier.destroyForcibly();

    assertThat(brazier.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(output).isEmptyDirectory();
    await(() -> Collections.disjoint(programs, programsInTheKernel()));
  }

  @Test
  void beingEndedBeforeItSamplesDoesNotLeaveItsCommandHeldForEver() throws Exception {
    Process brazier =
        Distribution.start(
            folder.resolve("err"), "record", "-o", folder + "/a.svg", "--", "sleep", "3137");
    await(() -> command(brazier).isPresent());
    ProcessHandle command = command(brazier).orElseThrow();
    try {
      signal("TERM", brazier);

      assertThat(brazier.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      // It is gone, or had been let go when the signal came; what it must not be is stopped.
      await(() -> !isStopped(command));
    } finally {
      command.destroyForcibly();
      brazier.destroyForcibly();
    }
  }

  @Test
  void theEndOfTheProcessIsTheEndOfItsRecording() throws Exception {
    Path err = folder.resolve("err");
    Process target = new ProcessBuilder("sleep", "3138").start();
    String pid = Long.toString(target.pid());
    Process brazier =
        Distribution.start(err, "record", "-d", LONG, "-p", pid, "-o", folder + "/a.svg");
    try {
      awaitSampling(brazier);
      target.destroy();

      assertThat(brazier.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(brazier.exitValue()).as(Files.readString(err)).isZero();
      assertThat(err).content().contains("ended early: no process that was asked for is left");
    } finally {
      target.destroyForcibly();
      brazier.destroyForcibly();
    }
  }

  @Test
  void aTargetThatSleepsGivesAnEmptyPictureAndTheReason() throws Exception {
    Process target = new ProcessBuilder("sleep", "60").start();
    try {
      CommandRun run =
          Distribution.run(
              "record", "-d", "500ms", "-p", Long.toString(target.pid()), "-o", folder + "/a.svg");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.err()).startsWith("no sample was taken: ").doesNotContain("\tat ");
      assertThat(folder.resolve("a.svg")).content().startsWith("<?xml").endsWith("</svg>\n");
    } finally {
      target.destroyForcibly();
    }
  }

  @Test
  void theCommandsExitStatusIsPassedOn() {
    assertThat(Distribution.run("record", "-o", folder + "/a.svg", "--", "sh", "-c", "exit 7"))
        .returns(7, CommandRun::exitCode);
    assertThat(Distribution.run("record", "-o", folder + "/a.svg", "--", "sh", "-c", "kill -9 $$"))
        .returns(128 + 9, CommandRun::exitCode);
  }

  @Test
  void theCommandKeepsItsInputAndItsOutputMakesWayForTheStacks() {
    CommandRun beside =
        Distribution.shell("echo hello | brazier record -o %s/a.svg cat".formatted(folder));
    CommandRun mixed = Distribution.shell("echo hello | brazier record -o - cat");

    assertThat(beside.out()).isEqualTo("hello\n");
    assertThat(mixed.out()).doesNotContain("hello");
    assertThat(mixed.err()).contains("hello\n");
  }

  @Test
  void aReaderThatWantsNoMoreIsNoError() {
    CommandRun run =
        Distribution.shell(
            "brazier record -d 300ms -o - -o %s/a.svg | true; exit 0".formatted(folder));

    assertThat(run.err()).contains("written   " + folder).doesNotContain("brazier", "\tat ");
  }

  /** Returns when it waits for samples; where the kernel does not tell that, after some time. */
  private static void awaitSampling(Process brazier) throws Exception {
    await(() -> hasPerfEvent(brazier.pid()));
    Instant latest = Instant.now().plusSeconds(20);
    await(() -> isPolling(brazier.pid()) || Instant.now().isAfter(latest));
    Thread.sleep(500);
  }

  /** Whether a thread is in {@code poll}, by the function of the kernel in which it sleeps. */
  private static boolean isPolling(long pid) {
    String sleepsIn = "cat /proc/%d/task/*/wchan".formatted(pid);
    return Distribution.shell(sleepsIn).out().contains("poll");
  }

  private static boolean hasPerfEvent(long pid) {
    try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.anyMatch(EarlyEndIT::isPerfEvent);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPerfEvent(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("[perf_event]");
    } catch (IOException e) {
      return false;
    }
  }

  /** The command that a recording started, held or running. */
  private static Optional<ProcessHandle> command(Process brazier) {
    return brazier
        .toHandle()
        .children()
        .filter(
            child ->
                child
                    .info()
                    .commandLine()
                    .filter(line -> line.contains("kill -STOP") || line.endsWith("/sleep 3137"))
                    .isPresent())
        .findAny();
  }

  /** Ids of the BPF programs that a process holds by file descriptor. */
  private static Set<String> programsOf(Process process) {
    String script =
        "sed -n 's/^prog_id:[[:space:]]*//p' /proc/%d/fdinfo/*".formatted(process.pid());
    return Distribution.shell(script).out().lines().collect(Collectors.toSet());
  }

  private static Set<String> programsInTheKernel() {
    return Distribution.shell("PATH=$PATH:/usr/sbin:/sbin; bpftool prog list")
        .out()
        .lines()
        .filter(line -> line.matches("\\d+: .*"))
        .map(line -> line.substring(0, line.indexOf(':')))
        .collect(Collectors.toSet());
  }

  private static boolean isStopped(ProcessHandle process) {
    return ProcRoot.host()
        .stat((int) process.pid())
        .found()
        .filter(stat -> stat.state() == 'T')
        .isPresent();
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited in vain").isBefore(end);
      Thread.sleep(20);
    }
  }
}
