package dev.brazier.agent.record;

import static dev.brazier.agent.record.Completeness.assertWhole;
import static dev.brazier.agent.record.Shares.in;
import static dev.brazier.agent.record.Shares.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as distributions build them: nearly all of their stacks reach their end. */
final class ProgramCompletenessIT {

  private static final RecordingConfig FAST =
      RecordingConfig.defaults().withFrequency(999).withDuration(Duration.ofSeconds(4));

  @TempDir Path folder;

  /** The distribution has its classes in an archive; here they are loaded by a first recording. */
  @BeforeAll
  static void loadClasses() {
    record(FAST.withDuration(Duration.ofMillis(500)));
  }

  @Test
  void python() {
    assertProgram(99, "/usr/bin/python3", Workload.SOURCES.resolve("busy.py").toString());
  }

  @Test
  void perl() {
    assertProgram(99, "perl", Workload.SOURCES.resolve("busy.pl").toString());
  }

  @Test
  void node() {
    assertProgram(98, "node", Workload.SOURCES.resolve("busy.js").toString());
  }

  /** Written in assembly, some of it with registers of its own for the frame's address. */
  @ParameterizedTest
  @ValueSource(strings = {"chacha20-poly1305", "aes-256-gcm", "sha256"})
  void openssl(String algorithm) {
    assertProgram(99, "openssl", "speed", "-seconds", "600", "-bytes", "8192", "-evp", algorithm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "ecdsap256", "ed25519"})
  void opensslSigning(String algorithm) {
    assertProgram(99, "openssl", "speed", "-seconds", "600", algorithm);
  }

  @Test
  void theCompilerOfCpp() throws IOException {
    Path source = Files.writeString(folder.resolve("many.cc"), "#include <regex>\nstd::regex r;\n");
    String compile = "while :; do g++ -O2 -c -o /dev/null " + source + "; done";
    try (Workload compiler = Workload.start("sh", "-c", compile)) {
      // While the table of a large program is made, its samples are told as without one.
      Profile profile =
          PatientRecording.of(FAST.withDuration(Duration.ofSeconds(12)), compiler::cpuTime);

      assertThat(compiler.alive()).isTrue();
      assertWhole(profile, named("cc1plus"), 99);
    }
  }

  private static void assertProgram(double floor, String... command) {
    try (Workload program = Workload.start(command)) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(program.pid())));

      assertThat(program.alive()).isTrue();
      assertWhole(profile, in(program.pid()), floor);
    }
  }

  private static Profile record(RecordingConfig config) {
    try (Recording recording = Recording.start(config)) {
      return recording.run();
    }
  }
}
