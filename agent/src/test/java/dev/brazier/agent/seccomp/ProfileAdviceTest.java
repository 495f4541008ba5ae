package dev.brazier.agent.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.SyscallLosses;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ProfileAdviceTest {

  @Test
  void allowsWhatWasCalledAndWhatARuntimeNeeds() {
    ProfileAdvice advice = new ProfileAdvice(calls(true, List.of("getpeername"), Map.of()), false);

    assertThat(advice.allowed())
        .contains("getpeername", "execve", "exit_group", "rt_sigreturn", "capset")
        .doesNotContain("mount", "bpf", "clone3", "arch_prctl");
  }

  @Test
  void putsCloneInThePlaceOfClone3() {
    CallRecord calls = calls(true, List.of("clone3"), Map.of());

    assertThat(new ProfileAdvice(calls, false).allowed())
        .contains("clone")
        .doesNotContain("clone3");
    assertThat(new ProfileAdvice(calls, true).allowed()).contains("clone3");
  }

  @Test
  void allowsTheStartOfAProgramThatWasNotSeenToStart() {
    assertThat(new ProfileAdvice(calls(false, List.of(), Map.of()), false).allowed())
        .contains("arch_prctl", "set_tid_address", "prlimit64");
  }

  @Test
  void keepsTheAnswerThatACallIsNotImplemented() {
    Map<String, String> refused = Map.of("openat2", "ENOSYS", "mseal", "ENOSYS", "bpf", "EPERM");
    ProfileAdvice advice = new ProfileAdvice(calls(true, List.of(), refused), false);

    assertThat(advice.leftOut()).containsOnlyKeys("mseal", "bpf");
    assertThat(advice.profile().json().replaceAll("\\s", ""))
        .contains("{\"names\":[\"mseal\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38}")
        .doesNotContain("\"bpf\"");
  }

  private static CallRecord calls(
      boolean fromStart, List<String> made, Map<String, String> refused) {
    return new CallRecord(
        "web",
        fromStart,
        new TreeSet<>(made),
        new TreeMap<>(refused),
        List.of(),
        made.size(),
        new SyscallLosses(0, 0, 0));
  }
}
