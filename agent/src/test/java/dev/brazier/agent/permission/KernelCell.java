package dev.brazier.agent.permission;

import dev.brazier.agent.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One process on a kernel with certain settings. As it is the test that sets all this, the test
 * knows what is refused to it and by which layer.
 *
 * @param name for people
 * @param setUp a command that makes it so, as root; {@code :} for none
 * @param undo a command that takes it back, whatever a remedy has changed meanwhile
 * @param lasting whether only the next boot takes it back
 * @param grants what the process holds as ambient capabilities
 * @param prefix goes before the command in the process's own place
 * @param expected the checks, the weightiest first
 */
record KernelCell(
    String name,
    String setUp,
    String undo,
    boolean lasting,
    Grants grants,
    List<String> prefix,
    List<Expected> expected) {

  /** Checks that no profile needs. */
  private static final Set<String> OPTIONAL = Set.of("tracefs", "proc.mem.other");

  /**
   * What newer kernels and systemd start with; 5.10 has 64 KiB, and counts BPF memory against it.
   */
  private static final List<String> LIMITED = List.of("prlimit", "--memlock=8388608:8388608");

  private static final List<Grants> HOLDERS =
      List.of(
          Grants.NOTHING, Grants.PERFMON, Grants.PERFMON_BPF, Grants.SYS_ADMIN, Grants.PRIVILEGED);

  /** Root has all, another user has what it is granted. */
  static KernelCell of(String name, Grants grants, KernelRules rules) {
    String settings =
        "sysctl -qw kernel.perf_event_paranoid=%d kernel.kptr_restrict=%d kernel.unprivileged_bpf_disabled=%d"
            .formatted(rules.paranoid(), rules.pointers(), rules.unprivilegedBpf());
    return new KernelCell(
        name, settings, ":", false, grants, LIMITED, rules.expected(held(grants)));
  }

  /** Every level with every holder: 30 cells. */
  static List<KernelCell> levels() {
    List<KernelCell> cells = new ArrayList<>();
    for (int level = -1; level <= 4; level++) {
      for (Grants grants : HOLDERS) {
        cells.add(level(level, grants));
      }
    }
    return cells;
  }

  static KernelCell level(int level, Grants grants) {
    return of("perf_event_paranoid=" + level, grants, KernelRules.USUAL.paranoid(level));
  }

  boolean isRoot() {
    return grants == Grants.PRIVILEGED;
  }

  KernelCell with(String id, String... layers) {
    List<Expected> changed = new ArrayList<>();
    boolean known = false;
    for (Expected check : expected) {
      known |= check.id().equals(id);
      changed.add(check.id().equals(id) ? KernelRules.check(id, List.of(layers)) : check);
    }
    if (!known) {
      changed.add(KernelRules.check(id, List.of(layers)));
    }
    return new KernelCell(name, setUp, undo, lasting, grants, prefix, changed);
  }

  /** Before the process starts, a command more; and what takes it back. */
  KernelCell after(String command, String takenBackBy) {
    return new KernelCell(
        name, setUp + " && " + command, takenBackBy, lasting, grants, prefix, expected);
  }

  KernelCell untilNextBoot() {
    return new KernelCell(name, setUp, undo, true, grants, prefix, expected);
  }

  KernelCell named(String other) {
    return new KernelCell(other, setUp, undo, lasting, grants, prefix, expected);
  }

  KernelCell behind(String... command) {
    return new KernelCell(name, setUp, undo, lasting, grants, List.of(command), expected);
  }

  /** {@code blocked} where not even our own code may be sampled. */
  String verdict() {
    if (!expected.get(0).works()) {
      return "blocked";
    }
    return decisive().isEmpty() ? "full" : "degraded";
  }

  /** The check to mend first; empty where a profile lacks nothing. */
  String decisive() {
    return expected.stream()
        .filter(check -> !check.works() && !OPTIONAL.contains(check.id()))
        .map(Expected::id)
        .findFirst()
        .orElse("");
  }

  /**
   * Brazier started by this process, as a line for a shell.
   *
   * @param launcher before the program; empty for none
   */
  String command(String launcher, String... arguments) {
    List<String> words = new ArrayList<>(prefix);
    if (!isRoot()) {
      String plus = grants.names().stream().map(KernelCell::added).collect(Collectors.joining());
      words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
      words.addAll(List.of("--inh-caps=-all" + plus, "--ambient-caps=-all" + plus));
    }
    words.add(launcher);
    words.add(Distribution.program().toString());
    words.addAll(List.of(arguments));
    return String.join(" ", words);
  }

  /** {@code CAP_BPF} as setpriv(1) adds it: {@code ,+bpf}. */
  private static String added(String capability) {
    return ",+" + capability.substring("CAP_".length()).toLowerCase(Locale.ROOT);
  }

  private static Set<String> held(Grants grants) {
    Set<String> held = new LinkedHashSet<>(grants.names());
    if (grants == Grants.PRIVILEGED) {
      held.addAll(Grants.WITH_SYSLOG.names());
    }
    return held;
  }

  @Override
  public String toString() {
    return "%s, %s".formatted(name, isRoot() ? "root" : "uid 65534 with " + grants);
  }
}
