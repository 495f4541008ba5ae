package dev.brazier.agent.permission;

import java.util.ArrayList;
import java.util.List;

/**
 * How a person starts a container before anything is mended.
 *
 * @param dropped all capabilities are taken away
 * @param ownProfile the program's own seccomp profile is in force, otherwise moby's current one
 */
record Confinement(int uid, boolean dropped, boolean noNewPrivileges, boolean ownProfile) {

  /** The file with moby's current profile, in the working folder. */
  static final String PROFILE = "moby.json";

  /** The share, or all where {@code -Dbrazier.matrix=all} says so. */
  static List<Confinement> chosen() {
    return System.getProperty("brazier.matrix", "").equals("all") ? all() : share();
  }

  /** A share of 8 in which every three of the four come in every combination. */
  static List<Confinement> share() {
    return all().stream().filter(Confinement::isOfShare).toList();
  }

  /** All 16. */
  static List<Confinement> all() {
    List<Confinement> all = new ArrayList<>();
    for (int bits = 0; bits < 16; bits++) {
      int uid = (bits & 1) == 0 ? 0 : Grant.NOBODY;
      all.add(new Confinement(uid, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0));
    }
    return all;
  }

  /** What {@code docker run} and {@code podman run} are told. */
  List<String> options() {
    List<String> options = new ArrayList<>(List.of("--user=" + uid));
    if (dropped) {
      options.add("--cap-drop=all");
    }
    if (noNewPrivileges) {
      options.add("--security-opt=no-new-privileges");
    }
    if (!ownProfile) {
      options.add("--security-opt=seccomp=" + PROFILE);
    }
    return options;
  }

  private boolean isOfShare() {
    return ((uid == 0) ^ dropped) == (noNewPrivileges ^ ownProfile);
  }

  @Override
  public String toString() {
    return String.join(" ", options());
  }
}
