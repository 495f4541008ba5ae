package dev.brazier.agent.permission;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container runtime grants to the first process of a container.
 *
 * @param uid its user and group
 * @param bounding capabilities such as {@code CAP_BPF} that the runtime knows about: the bounding
 *     set, and what the runtime itself holds when it executes the program
 * @param ambient the runtime makes them ambient too, so that a user other than root keeps them
 * @param noNewPrivileges {@code no_new_privs} is set
 * @param seccomp the {@code linux.seccomp} object of the OCI runtime specification, if any
 */
record Grant(
    int uid,
    Set<String> bounding,
    boolean ambient,
    boolean noNewPrivileges,
    @Nullable JsonObject seccomp) {

  static final int NOBODY = 65534;

  Grant {
    bounding = Set.copyOf(bounding);
  }

  /** As Kubernetes with {@code runAsUser} and {@code capabilities.add}: nothing ambient. */
  static Grant nobodyWith(String... capabilities) {
    return new Grant(NOBODY, new LinkedHashSet<>(List.of(capabilities)), false, false, null);
  }

  Grant withNoNewPrivileges() {
    return new Grant(uid, bounding, ambient, true, seccomp);
  }

  Optional<JsonObject> filter() {
    return Optional.ofNullable(seccomp);
  }
}
