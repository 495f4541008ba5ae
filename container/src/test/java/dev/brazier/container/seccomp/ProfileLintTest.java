package dev.brazier.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.seccomp.ProfileFinding.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProfileLintTest {

  private static final String DOCUMENT =
      "{\"defaultAction\": \"%s\", \"syscalls\": [{\"names\": [%s], \"action\": \"SCMP_ACT_ALLOW\"}%s]}";
  private static final String NEEDED =
      "'capget','capset','chdir','close','execve','fstat','fstatfs','futex','getcwd','getdents64',"
          + "'getppid','newfstatat','openat','prctl','read','rt_sigaction','rt_sigprocmask','setgid',"
          + "'setgroups','setresgid','setresuid','setuid','write'";
  private static final String CLONE3 =
      ",{\"names\": [\"clone3\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 38}";

  @Test
  void aSoundProfileHasNoFindings() {
    assertThat(lint("SCMP_ACT_ERRNO", NEEDED, CLONE3)).isEmpty();
    assertThat(lint("SCMP_ACT_ALLOW", "'read'", "")).isEmpty();
  }

  @Test
  void theRuntimeMustReachItsExec() {
    List<ProfileFinding> late =
        lint("SCMP_ACT_ERRNO", NEEDED.replace("'execve',", "").replace("'openat',", ""), CLONE3);
    List<ProfileFinding> early = lint("SCMP_ACT_ERRNO", NEEDED.replace("'capset',", ""), CLONE3);

    assertThat(late).singleElement().matches(finding -> finding.kind() == Kind.RUNTIME);
    assertThat(late.get(0).text()).startsWith("refuses execve, openat, which runc or crun need");
    assertThat(early.get(0).text()).contains("capset", "no_new_privs");
  }

  @Test
  void clone3MustNotFailWithAnythingButNotImplemented() {
    String eperm = CLONE3.replace("38", "1");

    assertThat(lint("SCMP_ACT_ERRNO", NEEDED, ""))
        .singleElement()
        .matches(finding -> finding.kind() == Kind.CLONE3)
        .matches(finding -> finding.text().startsWith("answers clone3 with error 1,"));
    assertThat(lint("SCMP_ACT_KILL", NEEDED, "").get(0).text()).contains("with SCMP_ACT_KILL,");
    assertThat(lint("SCMP_ACT_ALLOW", "'read'", eperm)).hasSize(1);
    assertThat(lint("SCMP_ACT_ERRNO", NEEDED + ",'clone3'", "")).isEmpty();
  }

  @Test
  void aRuleForCapabilitiesDoesNotCountWithoutThem() {
    String allowed =
        ",{\"names\": [\"clone3\"], \"action\": \"SCMP_ACT_ALLOW\", \"includes\": {\"caps\":"
            + " [\"CAP_SYS_ADMIN\"]}}";
    String excluded = CLONE3.replace("38", "38, \"excludes\": {\"caps\": [\"CAP_SYS_ADMIN\"]}");

    assertThat(lint("SCMP_ACT_ERRNO", NEEDED, allowed)).hasSize(1);
    assertThat(lint("SCMP_ACT_ERRNO", NEEDED, allowed + excluded)).isEmpty();
  }

  @Test
  void namesThatNoArchitectureHasAreFoundWithWhatIsMeant() {
    assertThat(lint("SCMP_ACT_ERRNO", NEEDED + ",'opnat','s390_sthyi','\\u001b[2J'", CLONE3))
        .extracting(ProfileFinding::text)
        .containsExactly(
            "no architecture has a system call 'opnat': is 'openat' meant?",
            "no architecture has a system call '?[2J': take it out");
  }

  @Test
  void duplicatesAndContradictionsAreTold() {
    String again = ",{\"names\": [\"read\"], \"action\": \"SCMP_ACT_ALLOW\"}";
    String against = ",{\"names\": [\"read\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 13}";

    assertThat(lint("SCMP_ACT_ERRNO", NEEDED, CLONE3 + again))
        .containsExactly(
            new ProfileFinding(Kind.DUPLICATE, "lists read more than once: once is enough"));
    assertThat(lint("SCMP_ACT_ERRNO", NEEDED, CLONE3 + against))
        .containsExactly(
            new ProfileFinding(
                Kind.CONTRADICTION,
                "read: one rule says SCMP_ACT_ALLOW, a later one error 13: keep one of them"));
  }

  @Test
  void whatTheKernelLacksIsTold() {
    SyscallTable table = SyscallTable.of(SyscallMachine.X86_64);
    Stream<String> symbols =
        table.names().stream()
            .flatMap(name -> table.entryPoint(name).stream())
            .map(
                entry ->
                    "0000000000000000 "
                        + (entry.equals("sys_kexec_load") ? 'W' : 'T')
                        + " __x64_"
                        + entry);
    KernelSyscalls kernel =
        KernelSyscalls.parse(
                SyscallMachine.X86_64, symbols.filter(line -> !line.endsWith("sys_mseal")))
            .orElseThrow();

    assertThat(
            lint(
                kernel,
                "SCMP_ACT_ERRNO",
                NEEDED + ",'kexec_load','stat','mseal','_llseek'",
                CLONE3))
        .containsExactly(
            new ProfileFinding(
                Kind.NOT_IN_KERNEL,
                "this kernel has no kexec_load, mseal: programs get ENOSYS there whatever the"
                    + " profile says"));
  }

  @Test
  void aKernelWithOtherSymbolsIsNotJudged() {
    assertThat(KernelSyscalls.parse(SyscallMachine.X86_64, Stream.of("0 T __x64_sys_read")))
        .isEmpty();
  }

  private static List<ProfileFinding> lint(String defaultAction, String names, String rules) {
    return lint(null, defaultAction, names, rules);
  }

  private static List<ProfileFinding> lint(
      @Nullable KernelSyscalls kernel, String defaultAction, String names, String rules) {
    try {
      String json = DOCUMENT.formatted(defaultAction, names.replace('\'', '"'), rules);
      return ProfileLint.of(SeccompProfile.parse(json), SyscallMachine.X86_64, kernel);
    } catch (MalformedProfileException e) {
      throw new AssertionError(e);
    }
  }
}
