package dev.brazier.agent.doctor;

import static dev.brazier.agent.doctor.Capability.CAP_BPF;
import static dev.brazier.agent.doctor.Capability.CAP_NET_BIND_SERVICE;
import static dev.brazier.agent.doctor.Capability.CAP_PERFMON;
import static dev.brazier.agent.doctor.Capability.CAP_SYS_ADMIN;
import static dev.brazier.agent.doctor.Check.BPF_MAP;
import static dev.brazier.agent.doctor.Check.BPF_PROGRAM;
import static dev.brazier.agent.doctor.Check.KERNEL_SYMBOLS;
import static dev.brazier.agent.doctor.Check.MACHINE_USER;
import static dev.brazier.agent.doctor.Check.PROC_ROOT;
import static dev.brazier.agent.doctor.Patient.EACCES;
import static dev.brazier.agent.doctor.Patient.EPERM;
import static dev.brazier.agent.doctor.Patient.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FixLinesTest {

  /** What is to be used as it stands. */
  private static List<String> lines(Patient patient, Platform platform) {
    return patient.report().fix(platform).stream().filter(line -> !line.startsWith("#")).toList();
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void printNothingButACommentWhereNothingIsMissing(Platform platform) {
    assertThat(new Patient().report().fix(platform)).containsExactly("# nothing is missing here");
  }

  @Test
  void grantOnlyWhatIsMissing() {
    assertThat(lines(user(CAP_PERFMON).fails(EPERM, BPF_MAP), Platform.PODMAN))
        .containsExactly("--cap-add=BPF");
    assertThat(lines(user(CAP_BPF).fails(EPERM, BPF_PROGRAM), Platform.PODMAN))
        .containsExactly("--cap-add=PERFMON");
  }

  @Test
  void allowTheCallsAndNoMoreUnderSeccomp() {
    Patient root = new Patient().filtered(false, false).fails(EPERM, MACHINE_USER, BPF_MAP);

    assertThat(lines(root, Platform.DOCKER))
        .containsExactly("--security-opt=seccomp=brazier-seccomp.json");
    assertThat(lines(root, Platform.KUBERNETES))
        .contains("        localhostProfile: brazier-seccomp.json")
        .noneMatch(line -> line.contains("capabilities"));
    assertThat(lines(root, Platform.SYSTEMD))
        .containsExactly("[Service]", "SystemCallFilter=bpf perf_event_open");
    assertThat(lines(root, Platform.SETCAP)).isEmpty();
  }

  @Test
  void passCapabilitiesToAnotherUserThroughTheLauncher() {
    Patient patient = user().bounding(CAP_PERFMON, CAP_BPF).fails(EACCES, MACHINE_USER);

    assertThat(lines(patient, Platform.DOCKER))
        .singleElement()
        .asString()
        .startsWith("--entrypoint=")
        .contains("libexec/brazier-launch");
    assertThat(lines(patient, Platform.SYSTEMD))
        .containsExactly("[Service]", "AmbientCapabilities=CAP_PERFMON");
    assertThat(lines(patient, Platform.SETCAP))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("chown root:65534 /"),
            line -> assertThat(line).startsWith("chmod 0750 /"),
            line ->
                assertThat(line)
                    .startsWith("setcap cap_bpf,cap_perfmon,cap_sys_ptrace,cap_syslog+p /"));
  }

  @Test
  void shareTheHostsNamespaces() {
    Patient patient = new Patient().inPidNamespace().inUserNamespace().fails(EACCES, PROC_ROOT);

    assertThat(lines(patient, Platform.DOCKER)).containsExactly("--pid=host", "--userns=host");
    assertThat(lines(patient, Platform.COMPOSE)).containsExactly("pid: host", "userns_mode: host");
    assertThat(lines(patient, Platform.KUBERNETES))
        .containsExactly("hostPID: true", "hostUsers: true");
  }

  @Test
  void grantAtOnceWhatTheHostsProcessesAskForOnceTheyAreInSight() {
    assertThat(lines(user().inPidNamespace(), Platform.PODMAN))
        .containsExactly("--cap-add=SYS_PTRACE", "--pid=host");
  }

  /** kubectl and kustomize put a list in the place of another. */
  @Test
  void repeatWhatAPodHasInItsListAlready() {
    Patient dropping = user(CAP_NET_BIND_SERVICE, CAP_PERFMON).fails(EPERM, BPF_MAP);
    Patient usual = new Patient().bounding(usualAnd(CAP_PERFMON)).fails(EPERM, BPF_MAP);

    assertThat(lines(dropping, Platform.KUBERNETES))
        .contains("        add: [NET_BIND_SERVICE, PERFMON, BPF]");
    assertThat(lines(usual.effective().permitted(), Platform.KUBERNETES))
        .contains("        add: [PERFMON, BPF]");
    assertThat(lines(user().fails(EPERM, BPF_MAP), Platform.KUBERNETES))
        .contains("        add: [BPF]")
        .noneMatch(line -> line.contains("# the whole list"));
  }

  /** containerd's and Docker's. */
  private static Capability[] usualAnd(Capability more) {
    return Stream.concat(
            CapabilitySet.parse("a80425fb").names().stream().map(Capability::valueOf),
            Stream.of(more))
        .toArray(Capability[]::new);
  }

  @Test
  void startTheLauncherAndBrazierWithItWhereBothCanBeNamed() {
    Patient patient = user().bounding(CAP_PERFMON).fails(EACCES, MACHINE_USER);

    assertThat(lines(patient, Platform.COMPOSE))
        .singleElement()
        .asString()
        .matches("entrypoint: \\[/.*libexec/brazier-launch.*, /.*bin/brazier]");
    assertThat(lines(patient, Platform.KUBERNETES))
        .last()
        .asString()
        .matches("    command: \\[/.*libexec/brazier-launch.*, /.*bin/brazier]");
  }

  @Test
  void takeNoNewPrivilegesBackFromDockerAloneWhichPermitsNothingUnderIt() {
    Patient patient =
        user().bounding(CAP_PERFMON).withoutNewPrivileges().fails(EACCES, MACHINE_USER);

    assertThat(lines(patient, Platform.DOCKER))
        .hasSize(2)
        .contains("--security-opt=no-new-privileges=false");
    assertThat(lines(patient, Platform.COMPOSE))
        .startsWith("security_opt:", "  - no-new-privileges:false");
    assertThat(lines(patient, Platform.KUBERNETES)).noneMatch(line -> line.contains("rivileges"));
  }

  @Test
  void leaveOutOfAUnitWhatRootIsGivenAnyway() {
    Patient root = new Patient().effective().permitted().bounding();

    assertThat(lines(root.fails(EPERM, BPF_MAP), Platform.SYSTEMD))
        .containsExactly("[Service]", "CapabilityBoundingSet=CAP_BPF");
  }

  @Test
  void changeASettingOfTheMachineOnlyWhereNoGrantHelps() {
    Patient debian = user(CAP_PERFMON, CAP_BPF).paranoid(3).fails(EACCES, MACHINE_USER);
    Patient hiding = new Patient().kptrRestrict(2).fails(0, KERNEL_SYMBOLS);

    assertThat(lines(debian, Platform.SETCAP))
        .containsExactly("sysctl -w kernel.perf_event_paranoid=2");
    assertThat(hiding.report().fix(Platform.DOCKER))
        .contains("# on the host: sysctl -w kernel.kptr_restrict=1");
    assertThat(lines(user().fails(EACCES, MACHINE_USER), Platform.SETCAP))
        .noneMatch(line -> line.contains("sysctl"));
  }

  /** The launcher has file capabilities, and who executes such a file loses ambient ones. */
  @Test
  void lowerTheLevelThatOnlyTheAmbientCapabilityWouldPass() {
    Patient admin = user(CAP_SYS_ADMIN).ambient(CAP_SYS_ADMIN).paranoid(3).fails(EACCES, PROC_ROOT);

    assertThat(lines(admin, Platform.SETCAP))
        .last()
        .isEqualTo("sysctl -w kernel.perf_event_paranoid=2");
    assertThat(lines(admin.paranoid(2), Platform.SETCAP))
        .noneMatch(line -> line.contains("sysctl"));
  }

  @Test
  void tellOfDockersThatKnowNeitherCapability() {
    assertThat(user().fails(EACCES, MACHINE_USER).report().fix(Platform.DOCKER))
        .contains("# --cap-add=SYS_ADMIN");
  }
}
