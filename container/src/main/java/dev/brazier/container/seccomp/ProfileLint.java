package dev.brazier.container.seccomp;

import dev.brazier.container.seccomp.ProfileFinding.Kind;
import dev.brazier.container.seccomp.SeccompRule.Circumstances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong in a profile: names, contradictions, and calls that must not be refused. */
public final class ProfileLint {

  /**
   * The calls without which runc (1.1.5) or crun (1.8.1) start nothing: each was refused alone,
   * with EPERM, and the container ended before its program began.
   */
  private static final List<String> ALWAYS_NEEDED =
      List.of("close", "execve", "fstatfs", "futex", "getdents64", "openat", "write");

  /** What they need besides in a container without no_new_privs, where the filter comes earlier. */
  private static final List<String> NEEDED_EARLY =
      List.of(
          "capget",
          "capset",
          "chdir",
          "fstat",
          "getcwd",
          "getppid",
          "newfstatat",
          "prctl",
          "read",
          "rt_sigaction",
          "rt_sigprocmask",
          "setgid",
          "setgroups",
          "setresgid",
          "setresuid",
          "setuid");

  private final SeccompProfile profile;
  private final SyscallMachine machine;
  private final @Nullable KernelSyscalls kernel;
  private final List<ProfileFinding> findings = new ArrayList<>();

  private ProfileLint(
      SeccompProfile profile, SyscallMachine machine, @Nullable KernelSyscalls kernel) {
    this.profile = profile;
    this.machine = machine;
    this.kernel = kernel;
  }

  /**
   * Looks at a profile.
   *
   * @param machine where its containers run
   * @param kernel what that machine's kernel has; null when unknown: then nobody looks for calls
   *     that it lacks
   * @return what was found, gravest first; empty when all is well
   */
  public static List<ProfileFinding> of(
      SeccompProfile profile, SyscallMachine machine, @Nullable KernelSyscalls kernel) {
    ProfileLint lint = new ProfileLint(profile, machine, kernel);
    lint.checkRuntime();
    lint.checkClone3();
    lint.checkRules();
    lint.checkNames();
    lint.findings.sort(Comparator.comparing(ProfileFinding::kind));
    return List.copyOf(lint.findings);
  }

  private void checkRuntime() {
    String refused = refused(ALWAYS_NEEDED);
    if (!refused.isEmpty()) {
      add(
          Kind.RUNTIME,
          "refuses "
              + refused
              + ", which runc or crun need themselves before they start a container's program:"
              + " allow them");
    }
    String refusedEarly = refused(NEEDED_EARLY);
    if (!refusedEarly.isEmpty()) {
      add(
          Kind.RUNTIME,
          "refuses "
              + refusedEarly
              + ", which runc or crun need themselves in containers without no_new_privs: allow"
              + " them, or use the profile with no_new_privs only");
    }
  }

  private String refused(List<String> names) {
    return String.join(
        ", ", names.stream().filter(name -> !answer(name).action().allows()).toList());
  }

  /** C libraries fall back to clone when clone3 fails with ENOSYS, and give up otherwise. */
  private void checkClone3() {
    Answer answer = answer("clone3");
    boolean notImplemented =
        answer.action() == SeccompAction.ERRNO && answer.errno() == SeccompProfile.NOT_IMPLEMENTED;
    if (!answer.action().allows() && !notImplemented) {
      add(
          Kind.CLONE3,
          "answers clone3 with "
              + answer
              + ", so that programs of a current C library or Java start no thread: add"
              + " {\"names\": [\"clone3\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 38}");
    }
  }

  /** Rules that count under different conditions may differ: only equal ones are compared. */
  private void checkRules() {
    Map<Place, SeccompRule> first = new LinkedHashMap<>();
    Set<String> twice = new TreeSet<>();
    for (SeccompRule rule : profile.rules()) {
      if (rule.comparesArguments()) {
        continue;
      }
      for (String name : rule.names()) {
        Place place = new Place(name, rule.includes(), rule.excludes());
        SeccompRule earlier = first.putIfAbsent(place, rule);
        if (earlier != null && answer(earlier).equals(answer(rule))) {
          twice.add(name);
        } else if (earlier != null) {
          add(
              Kind.CONTRADICTION,
              name
                  + ": one rule says "
                  + answer(earlier)
                  + ", a later one "
                  + answer(rule)
                  + ": keep one of them");
        }
      }
    }
    if (!twice.isEmpty()) {
      add(Kind.DUPLICATE, "lists " + String.join(", ", twice) + " more than once: once is enough");
    }
  }

  private void checkNames() {
    Set<String> names = new LinkedHashSet<>();
    profile.rules().forEach(rule -> names.addAll(rule.names()));
    List<String> absent = new ArrayList<>();
    for (String name : names) {
      if (!SyscallTable.knownNames().contains(name)) {
        String closest = ClosestName.of(name, SyscallTable.knownNames()).orElse("");
        add(
            Kind.UNKNOWN_NAME,
            "no architecture has a system call '"
                + printable(name)
                + (closest.isEmpty() ? "': take it out" : "': is '" + closest + "' meant?"));
      } else if (kernel != null && !kernel.has(name)) {
        absent.add(name);
      }
    }
    if (!absent.isEmpty()) {
      add(
          Kind.NOT_IN_KERNEL,
          "this kernel has no "
              + String.join(", ", absent)
              + ": programs get ENOSYS there whatever the profile says");
    }
  }

  /** What a container without capabilities gets for a call, whatever its arguments. */
  private Answer answer(String name) {
    for (SeccompRule rule : profile.rules()) {
      if (rule.names().contains(name) && rule.countsWithoutCapabilities(machine)) {
        return answer(rule);
      }
    }
    return new Answer(profile.defaultAction(), profile.defaultErrno());
  }

  private static Answer answer(SeccompRule rule) {
    int errno = rule.errno().orElse(SeccompProfile.DEFAULT_ERRNO);
    return new Answer(rule.action(), rule.action() == SeccompAction.ERRNO ? errno : 0);
  }

  private void add(Kind kind, String text) {
    findings.add(new ProfileFinding(kind, text));
  }

  /** Names are foreign: none may move the cursor or colour the terminal. */
  private static String printable(String name) {
    return name.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  /** Where a call has a rule. */
  private record Place(
      String name, @Nullable Circumstances includes, @Nullable Circumstances excludes) {}

  /** What a call gets; without an errno of its own, 0. */
  private record Answer(SeccompAction action, int errno) {
    @Override
    public String toString() {
      return action == SeccompAction.ERRNO ? "error " + errno : action.label();
    }
  }
}
