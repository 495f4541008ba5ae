package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Cause.Mending;
import dev.brazier.agent.doctor.Cause.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A prescription in the words of a platform, one line for each thing that is missing. Comments
 * begin with {@code #}; every other line is to be used as it stands.
 */
final class FixLines {
  private static final String PROFILE = "brazier-seccomp.json";

  /** What {@code brazier record} is glad of, and what the launcher is therefore to carry. */
  private static final Set<Capability> USEFUL =
      EnumSet.of(
          Capability.CAP_BPF,
          Capability.CAP_PERFMON,
          Capability.CAP_SYS_PTRACE,
          Capability.CAP_SYSLOG);

  /** What a pod is granted that asks for nothing: by CRI-O, which is less than by containerd. */
  private static final Set<Capability> ALWAYS_GRANTED =
      EnumSet.of(
          Capability.CAP_CHOWN,
          Capability.CAP_DAC_OVERRIDE,
          Capability.CAP_FSETID,
          Capability.CAP_FOWNER,
          Capability.CAP_SETGID,
          Capability.CAP_SETUID,
          Capability.CAP_SETPCAP,
          Capability.CAP_NET_BIND_SERVICE,
          Capability.CAP_KILL);

  /** The same by containerd. */
  private static final Set<Capability> OFTEN_GRANTED = EnumSet.copyOf(ALWAYS_GRANTED);

  static {
    OFTEN_GRANTED.addAll(
        EnumSet.of(
            Capability.CAP_MKNOD,
            Capability.CAP_NET_RAW,
            Capability.CAP_SETFCAP,
            Capability.CAP_SYS_CHROOT,
            Capability.CAP_AUDIT_WRITE));
  }

  private final Prescription needed;
  private final Surroundings at;
  private final List<Capability> ungranted;
  private final List<String> lines = new ArrayList<>();

  FixLines(Prescription needed, Surroundings at) {
    this.needed = needed;
    this.at = at;
    this.ungranted =
        needed.grants().stream().filter(one -> !at.rights().bounding().has(one)).toList();
  }

  List<String> of(Platform platform) {
    if (needed.isEmpty()) {
      return List.of("# nothing is missing here");
    }
    switch (platform) {
      case DOCKER -> docker();
      case COMPOSE -> compose();
      case PODMAN -> podman();
      case KUBERNETES -> kubernetes();
      case SYSTEMD -> systemd();
      case SETCAP -> setcap();
    }
    needed.settings().forEach(setting -> setting(setting, platform == Platform.SETCAP));
    needed.advice().forEach(text -> lines.add("# " + text));
    return lines;
  }

  private void docker() {
    lines.add("# docker run, with these options more:");
    ungranted.forEach(one -> lines.add("--cap-add=" + one.shortName()));
    oldDocker("--cap-add=SYS_ADMIN");
    isolation(List.of());
    if (launched()) {
      notRoot();
      lines.add("# and the command then begins with " + program());
      lines.add("--entrypoint=" + launcher());
      if (at.rights().noNewPrivileges()) {
        emptyHanded();
        lines.add("--security-opt=no-new-privileges=false");
      }
    }
  }

  private void podman() {
    lines.add("# podman run, with these options more:");
    needed.grants().forEach(one -> lines.add("--cap-add=" + one.shortName()));
    isolation(
        List.of("# as root (sudo podman): a rootless container's capabilities count for nothing"));
  }

  /**
   * The options that docker and podman spell alike.
   *
   * @param aboutUsers what to say before the option that leaves a user namespace
   */
  private void isolation(List<String> aboutUsers) {
    if (needed.allowCalls()) {
      profile();
      lines.add("--security-opt=seccomp=" + PROFILE);
    }
    if (needs(Namespace.PID)) {
      lines.add("--pid=host");
    }
    if (needs(Namespace.USER)) {
      lines.addAll(aboutUsers);
      lines.add("--userns=host");
    }
    if (needed.lockMemory()) {
      lines.add("--ulimit=memlock=-1:-1");
    }
  }

  private void compose() {
    lines.add("# in the service of the compose file:");
    if (!ungranted.isEmpty()) {
      lines.add("cap_add:");
      ungranted.forEach(one -> lines.add("  - " + one.shortName()));
      oldDocker("  - SYS_ADMIN");
    }
    boolean emptyHanded = launched() && at.rights().noNewPrivileges();
    if (needed.allowCalls() || emptyHanded) {
      lines.add("security_opt:");
    }
    if (needed.allowCalls()) {
      profile();
      lines.add("  - seccomp=" + PROFILE);
    }
    if (emptyHanded) {
      emptyHanded();
      lines.add("  - no-new-privileges:false");
    }
    if (needs(Namespace.PID)) {
      lines.add("pid: host");
    }
    if (needs(Namespace.USER)) {
      lines.add("userns_mode: host");
    }
    if (needed.lockMemory()) {
      lines.add("ulimits:");
      lines.add("  memlock: -1");
    }
    if (launched()) {
      notRoot();
      lines.add("entrypoint: " + launchedProgram());
    }
  }

  private void kubernetes() {
    lines.add("# in the pod's spec:");
    if (needs(Namespace.PID)) {
      lines.add("hostPID: true");
    }
    if (needs(Namespace.USER)) {
      lines.add("hostUsers: true");
    }
    if (launched() || !ungranted.isEmpty() || needed.allowCalls()) {
      lines.add("containers:");
      lines.add("  - name: brazier");
      if (launched()) {
        notRoot();
        lines.add("    command: " + launchedProgram());
      }
    }
    if (!ungranted.isEmpty() || needed.allowCalls()) {
      lines.add("    securityContext:");
    }
    if (!ungranted.isEmpty()) {
      lines.add("      capabilities:");
      List<Capability> kept = kept();
      if (!kept.isEmpty()) {
        lines.add("        # the whole list, as a patch puts it in the place of the one there");
      }
      lines.add(
          "        add: ["
              + Stream.concat(kept.stream(), ungranted.stream())
                  .map(Capability::shortName)
                  .collect(Collectors.joining(", "))
              + "]");
    }
    if (needed.allowCalls()) {
      lines.add("      # on every node, below the kubelet's folder:");
      lines.add("      # mkdir -p /var/lib/kubelet/seccomp");
      lines.add("      # brazier seccomp generate -o /var/lib/kubelet/seccomp/" + PROFILE);
      lines.add("      seccompProfile:");
      lines.add("        type: Localhost");
      lines.add("        localhostProfile: " + PROFILE);
    }
    if (needed.lockMemory()) {
      lines.add("# a pod has no such setting: raise LimitMEMLOCK of containerd's unit");
    }
  }

  private void systemd() {
    lines.add("# systemctl edit UNIT:");
    lines.add("[Service]");
    if (!needed.grants().isEmpty()) {
      String names =
          needed.grants().stream().map(Capability::name).collect(Collectors.joining(" "));
      if (!ungranted.isEmpty()) {
        lines.add("CapabilityBoundingSet=" + names);
      }
      if (at.rights().uid() != 0 || needed.passable()) {
        lines.add("AmbientCapabilities=" + names);
      }
    }
    if (needed.allowCalls()) {
      lines.add("SystemCallFilter=bpf perf_event_open");
    }
    if (needs(Namespace.USER)) {
      lines.add("PrivateUsers=no");
    }
    if (needs(Namespace.PID)) {
      lines.add("PrivatePIDs=no");
    }
    if (needed.lockMemory()) {
      lines.add("LimitMEMLOCK=infinity");
    }
  }

  private void setcap() {
    Set<Capability> carried = EnumSet.copyOf(USEFUL);
    carried.addAll(needed.grants());
    if (!needed.grants().isEmpty()) {
      String names =
          carried.stream()
              .map(one -> one.name().toLowerCase(Locale.ROOT))
              .sorted()
              .collect(Collectors.joining(","));
      if (at.view().container() == null) {
        lines.add(
            "# the launcher passes its capabilities to any program that its caller names: let");
        lines.add(
            "# only a group execute it that you trust with them; here the one of this process");
        lines.add(
            "chown root:%d %s".formatted(Integer.toUnsignedLong(at.rights().gid()), launcher()));
        lines.add("chmod 0750 " + launcher());
      }
      lines.add("setcap " + names + "+p " + launcher());
      lines.add("# from then on: %s %s record".formatted(launcher(), program()));
      if (passesByAmbientAdministration()) {
        setting(PerfReasons.WITHOUT_ADMINISTRATION, true);
      }
    }
    if (!ungranted.isEmpty()) {
      lines.add(
          "# and grant where this process was started: "
              + ungranted.stream().map(Capability::name).collect(Collectors.joining(", ")));
    }
    if (at.rights().noNewPrivileges() && needed.passable()) {
      lines.add("# the launcher has to be the first program that is started: NoNewPrivs is 1 here");
    }
    if (needed.allowCalls()) {
      lines.add(
          "# no capability helps against the seccomp filter: see --fix docker and the others");
    }
    if (!needed.namespaces().isEmpty() || needed.lockMemory()) {
      lines.add("# namespaces and limits are not for setcap: see --fix docker and the others");
    }
  }

  private void setting(Mending.Setting setting, boolean script) {
    lines.add("# for the whole machine, because " + setting.why() + ":");
    lines.add(
        (script ? "" : "# on the host: ")
            + "sysctl -w %s=%d".formatted(setting.name(), setting.value()));
  }

  private void profile() {
    lines.add("# brazier seccomp generate -o " + PROFILE);
  }

  private void notRoot() {
    lines.add(
        "# uid %d is given no capability by itself; in the image, as root, before USER:"
            .formatted(Integer.toUnsignedLong(at.rights().uid())));
    lines.add("# what brazier doctor --fix setcap prints");
  }

  /** Docker permits nothing to who is not root, and so there is nothing to keep. */
  private void emptyHanded() {
    lines.add("# Docker's launcher gets nothing under no-new-privileges; in place of that:");
  }

  private void oldDocker(String grant) {
    if (ungranted.contains(Capability.CAP_BPF) || ungranted.contains(Capability.CAP_PERFMON)) {
      lines.add("# Docker 20.10 and before knows neither CAP_BPF nor CAP_PERFMON; there, in place");
      lines.add(
          "# of both, which is far more"
              + (launched() ? " (and cap_sys_admin in the line of setcap too):" : ":"));
      lines.add("# " + grant);
    }
  }

  /**
   * Root is given what its bounding set holds; everybody else has to fetch it from a file, unless
   * something made capabilities ambient: it does so with further ones, be it the launcher itself.
   */
  private boolean launched() {
    return !needed.grants().isEmpty()
        && at.rights().ambient().bits() == 0
        && (at.rights().uid() != 0 || needed.passable());
  }

  /**
   * Who executes a file with capabilities loses its ambient ones (capabilities(7)), and the
   * launcher does not carry CAP_SYS_ADMIN.
   */
  private boolean passesByAmbientAdministration() {
    return at.rights().uid() != 0
        && at.rights().ambient().has(Capability.CAP_SYS_ADMIN)
        && at.settings().paranoidAtLeast(PerfReasons.USUAL_LEVEL + 1);
  }

  /**
   * What a pod has in its list already: all that is granted, but for what runtimes grant by
   * themselves where that has not been taken away.
   */
  private List<Capability> kept() {
    CapabilitySet granted = at.rights().bounding();
    boolean dropped = !ALWAYS_GRANTED.stream().allMatch(granted::has);
    return Arrays.stream(Capability.values())
        .filter(granted::has)
        .filter(one -> dropped || !OFTEN_GRANTED.contains(one))
        .toList();
  }

  private boolean needs(Namespace namespace) {
    return needed.namespaces().contains(namespace);
  }

  private static List<Path> launchedProgram() {
    return List.of(launcher(), program());
  }

  private static Path launcher() {
    return Examination.launcher();
  }

  private static Path program() {
    return Examination.launcher().resolveSibling("../bin/brazier").normalize();
  }
}
