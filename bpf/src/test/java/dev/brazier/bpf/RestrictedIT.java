package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link SamplerProbe} where something is missing; needs root, to take it away. */
final class RestrictedIT {
  @TempDir private Path readable = Path.of("");

  /**
   * What the probe printed when started by this command, whose arguments the JVM's are added to; it
   * may use BPF only.
   */
  private String probe(String... launcher) throws Exception {
    return probe(Rung.BPF, launcher);
  }

  private String probe(Rung rung, String... launcher) throws Exception {
    return probe(rung, 0, launcher);
  }

  private String probe(Rung rung, int ringBytes, String... launcher) throws Exception {
    List<String> command = new ArrayList<>(List.of("timeout", "60"));
    command.addAll(List.of(launcher));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.addAll(List.of(SamplerProbe.class.getName(), rung.name(), "" + ringBytes));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  /** Copies, as another user may not be able to read the original. */
  private String classPath() throws Exception {
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> copies = new ArrayList<>();
    for (Class<?> type : List.of(SamplerProbe.class, Sampler.class, Native.class)) {
      String original = type.getProtectionDomain().getCodeSource().getLocation().getPath();
      String copy = readable.resolve(type.getSimpleName()).toString();
      new ProcessBuilder("cp", "-rT", original, copy).start().waitFor();
      copies.add(copy);
    }
    return String.join(":", copies);
  }

  /** A user who is nobody, with these capabilities only. */
  private static String[] nobodyWith(String... capabilities) {
    String kept = Stream.of(capabilities).map(name -> ",+" + name).collect(Collectors.joining());
    return new String[] {
      "setpriv",
      "--reuid=65534",
      "--regid=65534",
      "--clear-groups",
      "--inh-caps=-all" + kept,
      "--ambient-caps=-all" + kept
    };
  }

  /** Root that keeps these capabilities only, as {@code setpriv} writes them. */
  private static String[] onlyWith(String... capabilities) {
    String kept = Stream.of(capabilities).map(name -> ",+" + name).collect(Collectors.joining());
    return new String[] {"setpriv", "--bounding-set=-all" + kept, "--inh-caps=-all"};
  }

  @Test
  void saysThatCapabilitiesAreMissing() throws Exception {
    int paranoid = Privileges.ofThisProcess().perfEventParanoid().orElseThrow();
    if (paranoid > 0) {
      assertThat(probe(onlyWith()))
          .isEqualTo(
              "PermissionRefusedException: open perf event cpu-clock on cpu 0: EACCES;"
                  + " kernel.perf_event_paranoid is %d and the effective capabilities lack CAP_PERFMON:"
                      .formatted(paranoid)
                  + " 'brazier doctor' tells which layer refuses and what helps\n");
    } else {
      assertThat(probe(onlyWith())).startsWith("PermissionRefusedException: ").contains("CAP_BPF");
    }
  }

  @Test
  void saysThatBpfIsMissing() throws Exception {
    assertThat(probe(onlyWith("perfmon")))
        .startsWith("PermissionRefusedException: ")
        .contains("EPERM; the effective capabilities lack CAP_BPF")
        .doesNotContain("libbpf:");
  }

  @Test
  void samplesWithTwoCapabilities() throws Exception {
    assertThat(probe(onlyWith("perfmon", "bpf"))).startsWith("sampled self: true\n");
  }

  @Test
  void samplesTheMachineThroughPerfRingsWithPerfmonAlone() throws Exception {
    try (BusyProcess other = BusyProcess.spinning()) {
      assertThat(other.tgid()).isPositive();
      assertThat(probe(Rung.AUTO, nobodyWith("perfmon")))
          .startsWith("sampled self: true\n")
          .contains("engine: PERF\nothers: true\n")
          .contains("note: refused: load BPF object brazier: EPERM; ")
          .contains("lack CAP_BPF")
          .contains("note: without BPF files are looked up in /proc");
    }
  }

  @Test
  void samplesTheProcessesOfThisUserWithNothing() throws Exception {
    int paranoid = Privileges.ofThisProcess().perfEventParanoid().orElseThrow();
    Assumptions.assumeTrue(paranoid == 1 || paranoid == 2, "perf_event_paranoid " + paranoid);
    try (BusyProcess other = BusyProcess.spinning()) {
      assertThat(other.tgid()).isPositive();
      assertThat(probe(Rung.AUTO, nobodyWith()))
          .startsWith("sampled self: true\n")
          .contains("engine: OWN\nothers: false\nkernel: false\n")
          .contains("note: refused: open perf event cpu-clock on cpu 0: EACCES")
          .contains("note: this engine records the processes of this user (uid 65534) only");
    }
  }

  @Test
  void shrinksItsRingsToWhatMayBeLocked() throws Exception {
    List<String> launcher = new ArrayList<>(List.of("prlimit", "--memlock=0:0"));
    launcher.addAll(List.of(nobodyWith("perfmon")));

    assertThat(probe(Rung.PERF, 256 << 20, launcher.toArray(String[]::new)))
        .startsWith("sampled self: true\n")
        .containsPattern("note: the ring of each cpu has \\d+ of the \\d+ KiB asked for, as kernel")
        .contains(" and RLIMIT_MEMLOCK is 0 KiB: raise one of them or grant CAP_IPC_LOCK");
  }

  @Test
  void samplesByTablesWithPerfmonAndBpf() throws Exception {
    try (BusyProcess other = BusyProcess.spinning()) {
      assertThat(other.tgid()).isPositive();
      assertThat(probe(Rung.AUTO, nobodyWith("perfmon", "bpf")))
          .startsWith("sampled self: true\n")
          .contains("engine: TABLES\nothers: true\n")
          .doesNotContain("note: ");
    }
  }

  @Test
  void samplesThroughPerfRingsWithoutLibbpf() throws Exception {
    String hide = "mount --bind /dev/null %s && exec \"$@\"".formatted(libbpf());

    assertThat(probe(Rung.AUTO, "unshare", "--mount", "sh", "-c", hide, "sh"))
        .startsWith("sampled self: true\n")
        .contains("engine: PERF\n")
        .contains("note: refused: load libbpf.so.1; it is not installed");
  }

  @Test
  void numbersProcessesAsInItsOwnPidNamespace() throws Exception {
    try (BusyProcess outside = BusyProcess.spinning()) {
      assertThat(outside.tgid()).isPositive();
      assertThat(probe("unshare", "--pid", "--fork", "--mount-proc"))
          .startsWith("sampled self: true\nhidden: true\n")
          .doesNotContain("namespace: 0");
      assertThat(probe(Rung.PERF, "unshare", "--pid", "--fork", "--mount-proc"))
          .startsWith("sampled self: true\nhidden: true\n")
          .contains("engine: PERF\nothers: false\n");
    }
  }

  @Test
  void refusesTheProcOfAnotherPidNamespace() throws Exception {
    assertThat(probe("unshare", "--pid", "--fork"))
        .startsWith("BpfException: find out our PID namespace; /proc shows us as pid ")
        .contains("but we are 1,");
  }

  @Test
  void saysThatLibbpfIsMissing() throws Exception {
    String hide = "mount --bind /dev/null %s && exec \"$@\"".formatted(libbpf());

    assertThat(probe("unshare", "--mount", "sh", "-c", hide, "sh"))
        .startsWith("LibbpfMissingException: load libbpf.so.1; it is not installed")
        .contains("apt-get install libbpf1");
  }

  private static Path libbpf() throws Exception {
    NativeLibraries.get();
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("/libbpf.so."))
        .map(line -> Path.of(line.substring(line.indexOf('/'))))
        .findFirst()
        .orElseThrow();
  }
}
