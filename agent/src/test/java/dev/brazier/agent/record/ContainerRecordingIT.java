package dev.brazier.agent.record;

import static dev.brazier.agent.record.Shares.in;
import static dev.brazier.agent.record.Shares.samples;
import static dev.brazier.agent.record.Shares.through;
import static dev.brazier.agent.record.Shares.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.record.RecordingConfig.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records programs inside a real container from the host. */
final class ContainerRecordingIT {

  private static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");
  private static final Path LIBC = Path.of("usr/lib/x86_64-linux-gnu/libc.so.6");
  private static final int ANOTHER_USER = 4321;
  private static final int THIS_USER = 0;
  private static final RecordingConfig FAST =
      RecordingConfig.defaults().withFrequency(499).withDuration(Duration.ofSeconds(3));

  @TempDir Path folder;

  @Test
  void aContainersOwnLibcNamesItsFramesNotTheHosts() throws IOException {
    assertThat(Path.of("/").resolve(LIBC)).as("the host has another libc there").exists();
    try (RuncContainer container = startWithItsOwnLibc("brazier-own-libc")) {
      Profile profile = PatientRecording.of(FAST, container::cpuTime);

      assertThat(
              samples(
                  profile,
                  in(container.pid())
                      .and(through("_start", "container_work", "container_libc_spin"))))
          .as("frames %s", Shares.names(profile))
          .isGreaterThan(300);
      assertThat(samples(profile, with(ContainerRecordingIT::inTheContainersLibc)))
          .isGreaterThan(300);
      assertThat(profile.stacks().stream().filter(in(container.pid())))
          .isNotEmpty()
          .allMatch(stack -> stack.process().container().equals("brazier-own-libc"))
          .allMatch(stack -> stack.process().name().equals("main"));
    }
  }

  @Test
  void recordsOneContainerAlone() throws IOException {
    Path host = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    try (RuncContainer container = startWithItsOwnLibc("brazier-alone");
        Workload outside = Workload.start(host.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withContainers(List.of("brazier-alone")));

      assertThat(outside.alive()).isTrue();
      assertThat(samples(profile, in(container.pid()))).isGreaterThan(200);
      assertThat(profile.stacks())
          .allMatch(stack -> stack.process().container().equals("brazier-alone"));
      assertThat(profile.facts().samples().outsideTargets()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PERF", "OWN"})
  void recordsOneContainerAloneWithoutBpf(Engine engine) throws IOException {
    Path host = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    String name = "brazier-" + engine.name().toLowerCase(Locale.ROOT);
    RecordingConfig config = FAST.withEngine(engine).withContainers(List.of(name));
    try (RuncContainer container = startWithItsOwnLibc(name, THIS_USER);
        Workload outside = Workload.start(host.toString(), "600")) {
      Profile profile = PatientRecording.of(config);

      assertThat(outside.alive()).isTrue();
      assertThat(profile.facts().engine()).startsWith("perf events");
      assertThat(profile.stacks())
          .allMatch(stack -> stack.process().container().equals(name))
          .allMatch(stack -> stack.process().name().equals("main"));
      assertThat(samples(profile, in(container.pid()).and(through("_start", "container_work"))))
          .as("frames %s", Shares.names(profile))
          .isGreaterThan(profile.samples() * 9 / 10);
      assertThat(samples(profile, with(ContainerRecordingIT::inTheContainersLibc)))
          .isGreaterThan(profile.samples() * 9 / 10);
      if (engine == Engine.OWN) {
        assertThat(samples(profile, with(frame -> frame.kind() == Kind.KERNEL))).isZero();
      }
    }
  }

  private static boolean inTheContainersLibc(ProfileFrame frame) {
    return frame.name().equals("container_libc_spin") && frame.module().equals("libc.so.6");
  }

  @Test
  void stacksOfTheHostAreNotPutIntoAContainer() throws IOException {
    Path program = Workload.compile(folder.resolve("known_tree"), "known_tree.c");
    try (RuncContainer container = startWithItsOwnLibc("brazier-beside");
        Workload outside = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST, outside::cpuTime);

      assertThat(samples(profile, in(container.pid()))).isPositive();
      assertThat(profile.stacks().stream().filter(in(outside.pid())))
          .isNotEmpty()
          .allMatch(stack -> stack.process().container().equals(ProfileProcess.HOST));
    }
  }

  @Test
  void anUnknownContainerIsRefusedWithTheNamesThereAre() throws IOException {
    try (RuncContainer container = startWithItsOwnLibc("brazier-known")) {
      assertThatThrownBy(() -> record(FAST.withContainers(List.of("brazier-unknown"))))
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("brazier-unknown")
          .hasMessageContaining(container.name());
    }
  }

  /**
   * The container's program runs as another user and finds, at the path of the host's libc, another
   * one.
   */
  private RuncContainer startWithItsOwnLibc(String name) throws IOException {
    return startWithItsOwnLibc(name, ANOTHER_USER);
  }

  private RuncContainer startWithItsOwnLibc(String name, int uid) throws IOException {
    Path root = folder.resolve("rootfs");
    Path libc = root.resolve(LIBC);
    Files.createDirectories(libc.getParent());
    for (String mountPoint : List.of("proc", "dev", "sys", "lib64", "tmp")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    Files.copy(
        LOADER.toRealPath(),
        root.resolve("lib64/ld-linux-x86-64.so.2"),
        StandardCopyOption.REPLACE_EXISTING);
    Workload.compile(
        libc,
        "own_libc.c",
        "-nostdlib",
        "-shared",
        "-fPIC",
        "-Wl,-soname,libc.so.6",
        "-Wl,--version-script=" + Workload.SOURCES.resolve("own_libc.map"));
    Workload.compile(
        root.resolve("main"), "own_libc_main.c", "-nostdlib", "-pie", "-fPIE", libc.toString());
    return RuncContainer.start(folder, name, uid, List.of("/main"));
  }

  private static Profile record(RecordingConfig config) {
    try (Recording recording = Recording.start(config)) {
      return recording.run();
    }
  }
}
