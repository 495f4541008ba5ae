package dev.brazier.agent.doctor;

import static dev.brazier.agent.doctor.Capability.CAP_BPF;
import static dev.brazier.agent.doctor.Capability.CAP_PERFMON;
import static dev.brazier.agent.doctor.Capability.CAP_SYSLOG;
import static dev.brazier.agent.doctor.Capability.CAP_SYS_ADMIN;
import static dev.brazier.agent.doctor.Capability.CAP_SYS_PTRACE;
import static dev.brazier.agent.doctor.Check.BPF_ITERATOR;
import static dev.brazier.agent.doctor.Check.BPF_MAP;
import static dev.brazier.agent.doctor.Check.BPF_PROGRAM;
import static dev.brazier.agent.doctor.Check.CYCLES;
import static dev.brazier.agent.doctor.Check.KERNEL_BTF;
import static dev.brazier.agent.doctor.Check.KERNEL_SYMBOLS;
import static dev.brazier.agent.doctor.Check.MACHINE_KERNEL;
import static dev.brazier.agent.doctor.Check.MACHINE_USER;
import static dev.brazier.agent.doctor.Check.OWN_USER;
import static dev.brazier.agent.doctor.Check.PROC_MEM;
import static dev.brazier.agent.doctor.Check.PROC_ROOT;
import static dev.brazier.agent.doctor.Check.RING_32M;
import static dev.brazier.agent.doctor.Check.TRACEFS;
import static dev.brazier.agent.doctor.Patient.EACCES;
import static dev.brazier.agent.doctor.Patient.ENOENT;
import static dev.brazier.agent.doctor.Patient.EPERM;
import static dev.brazier.agent.doctor.Patient.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DiagnosisTest {

  /**
   * A check that fails in certain surroundings, and the layers to be named, the first one first.
   */
  static Stream<Arguments> surroundings() {
    return Stream.of(capabilities(), sharedLayers(), settingsOfTheKernel(), whatIsNotThere())
        .flatMap(table -> table);
  }

  private static Stream<Arguments> capabilities() {
    return Stream.of(
        at(user().fails(EACCES, MACHINE_USER), MACHINE_USER, Layer.CAPABILITY_MISSING),
        at(
            user().bounding(CAP_PERFMON).fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.CAPABILITY_NOT_PERMITTED),
        at(
            user().permitted(CAP_PERFMON).fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.CAPABILITY_NOT_EFFECTIVE),
        at(
            user().bounding(CAP_PERFMON).withoutNewPrivileges().fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.CAPABILITY_NOT_PERMITTED,
            Layer.NO_NEW_PRIVILEGES),
        at(
            user()
                .bounding(CAP_PERFMON)
                .launcher(CAP_PERFMON)
                .withoutNewPrivileges()
                .fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.NO_NEW_PRIVILEGES,
            Layer.CAPABILITY_NOT_PERMITTED),
        at(
            user(CAP_PERFMON).fails(EPERM, BPF_MAP),
            BPF_MAP,
            Layer.CAPABILITY_MISSING,
            Layer.UNPRIVILEGED_BPF_DISABLED),
        at(user(CAP_BPF).fails(EPERM, BPF_PROGRAM), BPF_PROGRAM, Layer.CAPABILITY_MISSING),
        at(user(CAP_SYS_ADMIN).fails(EACCES, PROC_ROOT), PROC_ROOT, Layer.CAPABILITY_MISSING),
        at(user(CAP_SYS_ADMIN).fails(0, KERNEL_SYMBOLS), KERNEL_SYMBOLS, Layer.CAPABILITY_MISSING));
  }

  private static Stream<Arguments> sharedLayers() {
    return Stream.of(
        at(
            new Patient().filtered(false, false).fails(EPERM, MACHINE_USER),
            MACHINE_USER,
            Layer.SECCOMP),
        at(
            user().filtered(false, false).fails(EPERM, MACHINE_USER),
            MACHINE_USER,
            Layer.SECCOMP,
            Layer.CAPABILITY_MISSING),
        at(
            user().filtered(true, true).fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.CAPABILITY_MISSING),
        at(new Patient().filtered(true, false).fails(EPERM, BPF_MAP), BPF_MAP, Layer.SECCOMP),
        at(
            user().onLinux("5.10.1").filtered(true, false).fails(EPERM, BPF_MAP),
            BPF_MAP,
            Layer.CAPABILITY_MISSING,
            Layer.UNPRIVILEGED_BPF_DISABLED),
        at(
            new Patient().inUserNamespace().fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.USER_NAMESPACE),
        at(
            new Patient().inUserNamespace().filtered(false, false).fails(EPERM, BPF_MAP),
            BPF_MAP,
            Layer.SECCOMP,
            Layer.USER_NAMESPACE),
        at(
            new Patient().labelled("docker-default (enforce)").fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.SECURITY_MODULE),
        at(
            new Patient().labelled("unconfined").fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.UNKNOWN));
  }

  private static Stream<Arguments> settingsOfTheKernel() {
    int einval = 22;
    return Stream.of(
        at(
            user(CAP_PERFMON).paranoid(3).fails(EACCES, MACHINE_USER),
            MACHINE_USER,
            Layer.PERF_EVENT_PARANOID),
        at(
            user().paranoid(4).fails(EACCES, MACHINE_USER, OWN_USER),
            OWN_USER,
            Layer.PERF_EVENT_PARANOID),
        at(
            user().paranoid(3).fails(EACCES, MACHINE_USER, OWN_USER),
            MACHINE_USER,
            Layer.CAPABILITY_MISSING,
            Layer.PERF_EVENT_PARANOID),
        // Linux itself takes 3 for 2: that our own code may be sampled tells it.
        at(user().paranoid(3).fails(EACCES, MACHINE_USER), MACHINE_USER, Layer.CAPABILITY_MISSING),
        at(
            new Patient().kptrRestrict(2).fails(0, KERNEL_SYMBOLS),
            KERNEL_SYMBOLS,
            Layer.KPTR_RESTRICT),
        at(
            new Patient().lockdown("confidentiality").fails(einval, BPF_PROGRAM),
            BPF_PROGRAM,
            Layer.LOCKDOWN),
        at(new Patient().fails(einval, BPF_PROGRAM), BPF_PROGRAM, Layer.LOCKDOWN),
        at(
            new Patient().onLinux("5.4.0").fails(einval, BPF_PROGRAM),
            BPF_PROGRAM,
            Layer.OLD_KERNEL),
        at(
            new Patient().lockdown("confidentiality").fails(EPERM, MACHINE_USER),
            MACHINE_USER,
            Layer.LOCKDOWN),
        at(new Patient().yama(3).fails(EPERM, PROC_MEM), PROC_MEM, Layer.YAMA),
        at(user().fails(EPERM, RING_32M), RING_32M, Layer.MEMORY_LOCK_LIMIT),
        at(
            user(CAP_BPF, CAP_PERFMON).onLinux("5.10.0-28-amd64").fails(EPERM, BPF_MAP),
            BPF_MAP,
            Layer.MEMORY_LOCK_LIMIT));
  }

  private static Stream<Arguments> whatIsNotThere() {
    int esrch = 3;
    return Stream.of(
        at(new Patient().fails(ENOENT, CYCLES), CYCLES, Layer.NO_PMU),
        at(new Patient().fails(esrch, BPF_ITERATOR), BPF_ITERATOR, Layer.OLD_KERNEL),
        at(new Patient().fails(ENOENT, KERNEL_BTF), KERNEL_BTF, Layer.NO_BTF),
        at(new Patient().fails(ENOENT, TRACEFS), TRACEFS, Layer.NOT_MOUNTED),
        at(new Patient().inPidNamespace(), Check.PID_NAMESPACE, Layer.PID_NAMESPACE),
        at(new Patient().withForeignProc(), Check.PID_NAMESPACE, Layer.HIDDEN_PROC),
        at(user().withHiddenProcesses(), Check.PID_NAMESPACE, Layer.HIDDEN_PROC));
  }

  private static Arguments at(Patient patient, Check check, Layer... layers) {
    return arguments(patient.report(), check, List.of(layers));
  }

  @ParameterizedTest(name = "{index}: {1} {2}")
  @MethodSource("surroundings")
  void namesTheLayersThatStandInTheWay(Report report, Check check, List<Layer> layers) {
    Finding finding = report.finding(check);

    assertThat(finding.layers()).isEqualTo(layers);
    assertThat(finding.evidence()).isNotEmpty().allSatisfy(line -> assertThat(line).isNotBlank());
    assertThat(finding.remedy()).isNotBlank();
  }

  @Test
  void everyLayerIsMetInTheTable() {
    Set<Layer> met = EnumSet.noneOf(Layer.class);
    surroundings()
        .flatMap(row -> Arrays.stream(row.get()))
        .filter(List.class::isInstance)
        .forEach(layers -> ((List<?>) layers).forEach(layer -> met.add((Layer) layer)));

    assertThat(met).containsExactlyInAnyOrder(Layer.values());
  }

  @Test
  void isFullWhereOnlyOptionalThingsAreMissing() {
    Report report =
        user(CAP_BPF, CAP_PERFMON, CAP_SYS_PTRACE, CAP_SYSLOG)
            .fails(ENOENT, CYCLES, TRACEFS)
            .fails(EPERM, RING_32M)
            .fails(EACCES, PROC_MEM)
            .report();

    assertThat(report.verdict()).isEqualTo(Verdict.FULL);
    assertThat(report.rung()).isEqualTo(Rung.TABLES);
    assertThat(report.decisive()).isEmpty();
    assertThat(report.whyNotSampled()).isEmpty();
  }

  @Test
  void climbsDownAsFarAsItMust() {
    assertThat(new Patient().fails(3, BPF_ITERATOR).report().rung()).isEqualTo(Rung.FRAME_POINTERS);
    assertThat(user(CAP_PERFMON).fails(EPERM, BPF_MAP).report().rung()).isEqualTo(Rung.PERF);
    Patient own = user().fails(EPERM, BPF_MAP).fails(EACCES, MACHINE_USER, MACHINE_KERNEL);
    assertThat(own.report().rung()).isEqualTo(Rung.OWN);
    assertThat(own.report().verdict()).isEqualTo(Verdict.DEGRADED);
    Report none = own.fails(EPERM, OWN_USER).filtered(false, false).report();
    assertThat(none.rung()).isEqualTo(Rung.NONE);
    assertThat(none.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(none.decisive()).map(Finding::check).contains(OWN_USER);
  }

  @Test
  void whatWasNotTriedIsNoTrouble() {
    Report report = new Patient().skips(PROC_ROOT).report();

    assertThat(report.verdict()).isEqualTo(Verdict.FULL);
    assertThat(report.finding(PROC_ROOT).result()).isEqualTo(Finding.Result.SKIPPED);
    assertThat(report.finding(PROC_ROOT).evidence()).containsExactly("nothing to try it on");
  }

  @Test
  void explainsARecordingInOneLineWithEverythingThatSamplingNeeds() {
    Report report = user().fails(EACCES, MACHINE_USER).fails(EPERM, BPF_MAP).report();

    assertThat(report.whyNotSampled())
        .contains(
            "capability-missing: the bounding set (CapBnd) lacks CAP_PERFMON: it was not granted:"
                + " grant CAP_BPF and CAP_PERFMON");
  }
}
