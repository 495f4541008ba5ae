package dev.brazier.agent.permission;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a container is started.
 *
 * @param granted capabilities that the runtime is told to grant
 * @param entryPoint ends in Brazier's program; its arguments follow
 */
record Start(
    int uid,
    Set<String> granted,
    boolean ambient,
    boolean noNewPrivileges,
    Filtering filtering,
    List<String> entryPoint) {

  /** A seccomp profile, whose rules depend on what is granted. */
  interface Filtering {
    /** The filter in the form of the OCI runtime specification; null for none. */
    @Nullable JsonObject filter(Set<String> granted);
  }

  Grant grant() {
    return new Grant(uid, granted, ambient, noNewPrivileges, filtering.filter(granted));
  }

  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(entryPoint);
    command.addAll(List.of(arguments));
    return command;
  }

  Start withGranted(String capability) {
    Set<String> more = new LinkedHashSet<>(granted);
    more.add(capability);
    return new Start(uid, more, ambient, noNewPrivileges, filtering, entryPoint);
  }

  Start withFiltering(Filtering other) {
    return new Start(uid, granted, ambient, noNewPrivileges, other, entryPoint);
  }

  Start withEntryPoint(List<String> other) {
    return new Start(uid, granted, ambient, noNewPrivileges, filtering, other);
  }
}
