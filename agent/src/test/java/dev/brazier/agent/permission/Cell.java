package dev.brazier.agent.permission;

import dev.brazier.agent.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One container of the matrix. As it is the test that sets all this, the test knows what is refused
 * in it and by which layer.
 */
record Cell(int uid, Grants grants, Profile profile, Delivery delivery) {

  /** How what a runtime grants reaches Brazier. */
  enum Delivery {
    /** The runtime makes it ambient, as podman does. */
    AMBIENT,
    /** The runtime leaves it in the bounding set, as Docker and Kubernetes do. */
    BOUNDING_ONLY,
    /** The same, and the launcher with file capabilities is the entry point. */
    FILE_CAPABILITIES,
    /** The same behind a shell under {@code no_new_privs}, where file capabilities are ignored. */
    NO_NEW_PRIVILEGES
  }

  /** What the launcher's file carries. */
  private static final Set<String> CARRIED =
      Set.of("CAP_BPF", "CAP_PERFMON", "CAP_SYS_PTRACE", "CAP_SYSLOG");

  private static final List<String> SHELL = List.of("/bin/sh", "-c", "exec \"$0\" \"$@\"");

  /** All of it: 256 cells. */
  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (Grants grants : Grants.values()) {
      for (Profile profile : Profile.values()) {
        for (Delivery delivery : Delivery.values()) {
          cells.add(new Cell(Grant.NOBODY, grants, profile, delivery));
          cells.add(new Cell(0, grants, profile, delivery));
        }
      }
    }
    return cells;
  }

  /**
   * A share of 48 cells: another user under every pair of values of two dimensions, root, to whom
   * it matters little how a capability is delivered, under every grant twice.
   */
  static List<Cell> share() {
    List<Cell> cells = new ArrayList<>();
    Grants[] grants = Grants.values();
    Profile[] profiles = Profile.values();
    Delivery[] deliveries = Delivery.values();
    for (int g = 0; g < grants.length; g++) {
      for (int d = 0; d < deliveries.length; d++) {
        Profile profile = profiles[(g + g / profiles.length + d) % profiles.length];
        cells.add(new Cell(Grant.NOBODY, grants[g], profile, deliveries[d]));
        if ((g + d) % 2 == 0) {
          cells.add(new Cell(0, grants[g], profile, deliveries[d]));
        }
      }
    }
    return cells;
  }

  /** How its container is started. */
  Start start() {
    List<String> entryPoint = new ArrayList<>();
    if (delivery == Delivery.NO_NEW_PRIVILEGES) {
      entryPoint.addAll(SHELL);
    }
    if (delivery == Delivery.FILE_CAPABILITIES || delivery == Delivery.NO_NEW_PRIVILEGES) {
      entryPoint.add(Bundle.LAUNCHER.toString());
    }
    entryPoint.add(Distribution.program().toString());
    return new Start(
        uid,
        grants.names(),
        delivery == Delivery.AMBIENT,
        delivery == Delivery.NO_NEW_PRIVILEGES,
        profile::filter,
        entryPoint);
  }

  /** Whether Brazier has a capability in the end. */
  private boolean has(String capability) {
    if (!grants.names().contains(capability)) {
      return false;
    }
    return uid == 0
        || delivery == Delivery.AMBIENT
        || (delivery == Delivery.FILE_CAPABILITIES && CARRIED.contains(capability));
  }

  /** What the test knows of the checks. */
  List<Expected> expected() {
    return ExpectedCheck.ALL.stream()
        .map(check -> new Expected(check.id(), refusing(check), check.alsoNamed()))
        .toList();
  }

  /** The layers that refuse a check, the first to be mended first; none where it works. */
  private List<String> refusing(ExpectedCheck check) {
    List<String> layers = new ArrayList<>();
    if (check.call() != null && profile.refuses(check.call(), grants.names())) {
      layers.add("seccomp");
    }
    if (!(check.openToAdministrators() && has("CAP_SYS_ADMIN"))) {
      check.needed().stream().filter(one -> !has(one)).map(this::layer).forEach(layers::add);
    }
    return layers.stream().distinct().toList();
  }

  private String layer(String capability) {
    if (!grants.names().contains(capability)) {
      return "capability-missing";
    }
    return delivery == Delivery.NO_NEW_PRIVILEGES && CARRIED.contains(capability)
        ? "no-new-privileges"
        : "capability-not-permitted";
  }

  /**
   * What there is to record with: everything, something, or nothing where not even our own
   * processes may be sampled.
   */
  String verdict() {
    if (profile.refuses("perf_event_open", grants.names())) {
      return "blocked";
    }
    boolean whole = expected().stream().allMatch(Expected::works);
    return whole ? "full" : "degraded";
  }

  @Override
  public String toString() {
    return "uid %d, %s, %s, %s".formatted(uid, grants, profile, delivery);
  }
}
