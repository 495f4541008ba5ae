package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs {@link SamplerProbe} where something is missing; needs root, to take it away. */
final class RestrictedIT {

  /**
   * What the probe printed when started by this command, whose arguments the JVM's are added to.
   */
  private static String probe(String... launcher) throws Exception {
    List<String> command = new ArrayList<>(List.of("timeout", "60"));
    command.addAll(List.of(launcher));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.add(SamplerProbe.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static String classPath() {
    return Stream.of(SamplerProbe.class, Sampler.class, Native.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(":"));
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
                  + " run as root, or grant CAP_PERFMON and CAP_BPF\n");
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
  void numbersProcessesAsInItsOwnPidNamespace() throws Exception {
    try (BusyProcess outside = BusyProcess.spinning()) {
      assertThat(outside.tgid()).isPositive();
      assertThat(probe("unshare", "--pid", "--fork", "--mount-proc"))
          .startsWith("sampled self: true\nhidden: true\n")
          .doesNotContain("namespace: 0");
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
