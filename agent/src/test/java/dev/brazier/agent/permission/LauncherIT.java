package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher under every kind of grant: what it starts has all that was granted and no more. */
final class LauncherIT {

  /** CAP_SYS_PTRACE is 19, CAP_SYSLOG 34, CAP_PERFMON 38, CAP_BPF 39. */
  private static final String ALL_FOUR = "000000c400080000";

  private static final String PERFMON_AND_BPF = "000000c000000000";
  private static final String NONE = "0000000000000000";

  private static final List<String> ANOTHER_USER =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");

  @TempDir private static Path folder = Path.of("");
  private static Path launcher = Path.of("");

  @BeforeAll
  static void copyWithFileCapabilities() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = folder.resolve("brazier-launch");
    Files.copy(Bundle.LAUNCHER, launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(CommandRun.of(Map.of(), "setcap", Bundle.FILE_CAPABILITIES, launcher.toString()))
        .returns(0, CommandRun::exitCode);
  }

  @Test
  void raisesWhatItsFileCarries() throws Exception {
    assertThat(capabilities(ANOTHER_USER, launcher)).isEqualTo(ALL_FOUR);
  }

  @Test
  void raisesWhatTheBoundingSetLeavesOfIt() throws Exception {
    List<String> bounded = new ArrayList<>(ANOTHER_USER);
    bounded.add("--bounding-set=-all,+perfmon,+bpf");

    assertThat(capabilities(bounded, launcher)).isEqualTo(PERFMON_AND_BPF);
  }

  @Test
  void passesOnWhatItsStarterMadeAmbient() throws Exception {
    assertThat(capabilities(Distribution.nobodyWith("perfmon", "bpf"), Bundle.LAUNCHER))
        .isEqualTo(PERFMON_AND_BPF);
  }

  @Test
  void startsWithoutAnyGrant() throws Exception {
    assertThat(capabilities(Distribution.NOBODY, launcher)).isEqualTo(NONE);
  }

  @Test
  void startsUnderNoNewPrivilegesOfAStarterThatHasNone() throws Exception {
    List<String> confined = new ArrayList<>(ANOTHER_USER);
    confined.add("--no-new-privs");
    // setpriv itself still holds them when it executes the next program, as a container runtime
    // does.
    confined.addAll(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\""));

    assertThat(capabilities(confined, launcher)).isEqualTo(NONE);
  }

  @Test
  void saysWhichCapabilitiesTheSecurebitsKeepFromBeingAmbient() throws Exception {
    String noCapAmbientRaise = "--secbits=64";
    List<String> locked =
        new ArrayList<>(List.of("capsh", noCapAmbientRaise, "--", "-c", "exec \"$0\" \"$@\""));
    locked.addAll(ANOTHER_USER);
    locked.add("--bounding-set=-all,+bpf");

    CommandRun run = run(locked, launcher, "/bin/grep", "-h", "CapAmb", "/proc/self/status");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(NONE);
    assertThat(run.err())
        .isEqualTo(
            "brazier-launch: pass on capability 39: the kernel refuses, errno 1; look at the"
                + " securebits and the seccomp filter of what started this\n");
  }

  @ParameterizedTest
  @CsvSource({
    "CAP_BPF CAP_PERFMON CAP_SYS_PTRACE CAP_SYSLOG, false, 000000c400080000",
    "CAP_BPF CAP_PERFMON CAP_SYS_PTRACE CAP_SYSLOG, true, 000000c400080000",
    "CAP_BPF CAP_PERFMON, false, 000000c000000000",
    "CAP_BPF CAP_PERFMON, true, 000000c000000000",
    "CAP_NET_ADMIN, true, 0000000000000000"
  })
  void raisesTheGrantAsAContainersEntryPoint(
      String granted, boolean noNewPrivileges, String expected) throws Exception {
    Grant grant = Grant.nobodyWith(granted.split(" "));
    List<String> status = List.of("/bin/grep", "-h", "Cap", "/proc/self/status");
    List<String> launched = new ArrayList<>(List.of(Bundle.LAUNCHER.toString()));
    launched.addAll(status);

    CommandRun without = bundle().run(grant, status);
    CommandRun run = bundle().run(noNewPrivileges ? grant.withNoNewPrivileges() : grant, launched);

    assertThat(without.out()).as(without.err()).contains("CapEff:\t" + NONE);
    assertThat(run).as(run.err()).returns(0, CommandRun::exitCode);
    assertThat(run.out()).contains("CapEff:\t" + expected, "CapAmb:\t" + expected);
  }

  @Test
  void recordsFromAContainerWithTheLeastThatKubernetesGrants() throws Exception {
    Grant grant = Grant.nobodyWith("CAP_BPF", "CAP_PERFMON").withNoNewPrivileges();
    String script = Distribution.program() + " record -d 1s -o -";

    CommandRun run =
        bundle().run(grant, List.of(Bundle.LAUNCHER.toString(), "/bin/sh", "-c", script));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(";");
  }

  @ParameterizedTest
  @CsvSource({
    "/no/such/program, 127, is not there; give its whole path",
    "brazier, 127, PATH is not searched",
    "/etc/passwd, 126, must be an executable file"
  })
  void oneLineSaysWhyAProgramIsNotStarted(String program, int status, String reason)
      throws Exception {
    CommandRun run = CommandRun.of(Map.of(), launcher.toString(), program);

    assertThat(run.exitCode()).isEqualTo(status);
    assertThat(run.err()).hasLineCount(1).startsWith("brazier-launch: start " + program + ": ");
    assertThat(run.err()).contains(reason);
  }

  @Test
  void withoutArgumentsItSaysWhatItIsFor() throws Exception {
    CommandRun run = CommandRun.of(Map.of(), launcher.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).contains("setcap " + Bundle.FILE_CAPABILITIES);
  }

  @Test
  void worksOnArm64Too() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/bin/qemu-aarch64")), "no qemu-aarch64; install qemu-user");
    List<String> emulated = new ArrayList<>(Distribution.nobodyWith("perfmon", "bpf"));
    emulated.add("qemu-aarch64");

    assertThat(capabilities(emulated, built("aarch64"))).isEqualTo(PERFMON_AND_BPF);
  }

  @ParameterizedTest
  @CsvSource({"x86_64, 62", "aarch64, 183"})
  void needsNoLibraryAndIsSmall(String machine, short elfMachine) throws IOException {
    ByteBuffer elf =
        ByteBuffer.wrap(Files.readAllBytes(built(machine))).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(elf.capacity()).isLessThan(4096);
    assertThat(elf.getShort(18)).isEqualTo(elfMachine);
    int headers = (int) elf.getLong(32);
    for (int i = 0; i < elf.getShort(56); i++) {
      int interpreter = 3;
      assertThat(elf.getInt(headers + 56 * i)).isNotEqualTo(interpreter);
    }
  }

  /** The ambient set of what is started with {@code prefix} through a launcher, which is all. */
  private static String capabilities(List<String> prefix, Path launcher) throws Exception {
    CommandRun run = run(prefix, launcher, "/bin/grep", "Cap", "/proc/self/status");
    assertThat(run).as(run.err()).returns(0, CommandRun::exitCode).returns("", CommandRun::err);
    List<String> sets =
        run.out()
            .lines()
            .filter(line -> !line.startsWith("CapBnd"))
            .map(line -> line.substring(line.indexOf('\t') + 1))
            .distinct()
            .toList();
    assertThat(sets).as("inheritable, permitted, effective and ambient").hasSize(1);
    return sets.get(0);
  }

  private static CommandRun run(List<String> prefix, Path launcher, String... command)
      throws Exception {
    List<String> line = new ArrayList<>(prefix);
    line.add(launcher.toString());
    line.addAll(List.of(command));
    return CommandRun.of(Map.of(), line.toArray(String[]::new));
  }

  private static Bundle bundle() throws Exception {
    return new Bundle(Files.createTempDirectory(folder, "bundle"));
  }

  private static Path built(String machine) {
    return Bundle.LAUNCHER.resolveSibling("brazier-launch." + machine);
  }
}
