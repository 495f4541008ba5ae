package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Cause.Mending;
import dev.brazier.agent.doctor.Cause.Namespace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The least that has to change, added up over findings.
 *
 * @param grants the weightiest first
 * @param passable the bounding set holds some of the grants: the launcher could pass them on
 * @param allowCalls the seccomp profile is in the way
 * @param settings of the machine
 * @param namespaces of the host's to share
 * @param lockMemory RLIMIT_MEMLOCK is in the way
 * @param advice what no line can do
 */
record Prescription(
    Set<Capability> grants,
    boolean passable,
    boolean allowCalls,
    Set<Mending.Setting> settings,
    Set<Namespace> namespaces,
    boolean lockMemory,
    List<String> advice) {

  private static final List<Capability> BY_WEIGHT =
      List.of(
          Capability.CAP_BPF,
          Capability.CAP_PERFMON,
          Capability.CAP_SYS_PTRACE,
          Capability.CAP_SYSLOG);

  private static final Set<Layer> PASSABLE =
      EnumSet.of(Layer.CAPABILITY_NOT_PERMITTED, Layer.CAPABILITY_NOT_EFFECTIVE);

  /** What would mend all of these. */
  static Prescription of(List<Finding> findings) {
    Set<Capability> grants = EnumSet.noneOf(Capability.class);
    Set<Namespace> namespaces = EnumSet.noneOf(Namespace.class);
    Set<Mending.Setting> settings = new LinkedHashSet<>();
    Set<String> advice = new LinkedHashSet<>();
    boolean allowCalls = false;
    boolean lockMemory = false;
    boolean passable = false;
    for (Finding finding : findings) {
      for (Cause cause : finding.causes()) {
        Mending mending = cause.mending();
        if (mending instanceof Mending.Grant grant) {
          grants.add(grant.capability());
          passable |= PASSABLE.contains(cause.layer());
        } else if (mending instanceof Mending.ShareNamespace share) {
          namespaces.add(share.namespace());
        } else if (mending instanceof Mending.Setting setting) {
          settings.add(setting);
        } else if (mending instanceof Mending.Words words) {
          advice.add(words.text());
        }
        allowCalls |= mending instanceof Mending.AllowCalls;
        lockMemory |= mending instanceof Mending.LockMemory;
      }
    }
    return new Prescription(
        ordered(grants),
        passable,
        allowCalls,
        settings,
        namespaces,
        lockMemory,
        List.copyOf(advice));
  }

  /** What a profile most depends on first; the others follow by number. */
  private static Set<Capability> ordered(Set<Capability> grants) {
    Set<Capability> ordered = new LinkedHashSet<>(BY_WEIGHT);
    ordered.retainAll(grants);
    ordered.addAll(grants);
    return ordered;
  }

  boolean isEmpty() {
    return words().isEmpty();
  }

  /** In one line; empty where nothing has to change. */
  String words() {
    List<String> parts = new ArrayList<>();
    if (!grants.isEmpty()) {
      String names = joined(grants.stream().map(Capability::name).toList());
      parts.add(
          "grant "
              + names
              + (passable ? ", as ambient or through brazier-launch (--fix setcap)" : ""));
    }
    if (allowCalls) {
      parts.add(
          "allow bpf and perf_event_open in the seccomp profile (brazier seccomp generate -o p.json,"
              + " --security-opt seccomp=p.json)");
    }
    for (Namespace namespace : namespaces) {
      parts.add(
          namespace == Namespace.USER
              ? "run in the host's user namespace (--userns=host; no rootless container)"
              : "run in the host's PID namespace (--pid=host, hostPID: true)");
    }
    for (Mending.Setting setting : settings) {
      parts.add("set %s to %d on the host".formatted(setting.name(), setting.value()));
    }
    if (lockMemory) {
      parts.add("raise RLIMIT_MEMLOCK (--ulimit memlock=-1)");
    }
    parts.addAll(advice);
    return String.join("; ", parts);
  }

  private static String joined(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : names.stream().limit(names.size() - 1L).collect(Collectors.joining(", "))
            + " and "
            + names.get(names.size() - 1);
  }
}
