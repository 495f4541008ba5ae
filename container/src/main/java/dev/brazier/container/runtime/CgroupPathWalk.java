package dev.brazier.container.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Walks down one cgroup path and collects the containers on the way, outermost first. */
final class CgroupPathWalk {
  /**
   * {@code docker-ID.scope}, {@code libpod-ID}, {@code pod.slice:cri-containerd:ID}, {@code ID}.
   */
  private static final Pattern FULL_ID =
      Pattern.compile("(?:(.+)[-:])?([0-9a-f]{64})(?:\\.scope)?");

  /** {@code pod0f1e….slice}; static pods have a hash instead of a UUID. */
  private static final Pattern POD =
      Pattern.compile(
          "(?:.*-)?pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})"
              + "(?:\\.slice)?(?::.*)?");

  private static final Pattern TASK_CONTAINER = Pattern.compile("[0-9a-f]{32}-[0-9]{6,12}");
  private static final Pattern BUILD_STEP = Pattern.compile("[0-9a-z]{20,32}");
  private static final Pattern HEX_ESCAPE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

  private static final Map<String, ContainerRuntime> BY_PREFIX =
      Map.of(
          "docker", ContainerRuntime.DOCKER,
          "libpod", ContainerRuntime.PODMAN,
          "podman", ContainerRuntime.PODMAN,
          "crio", ContainerRuntime.CRI_O,
          "cri-containerd", ContainerRuntime.CONTAINERD,
          "containerd", ContainerRuntime.CONTAINERD,
          "nerdctl", ContainerRuntime.CONTAINERD);

  private static final Map<String, ContainerRuntime> BY_PARENT =
      Map.of(
          "docker", ContainerRuntime.DOCKER,
          "actions_job", ContainerRuntime.DOCKER,
          "ecs", ContainerRuntime.DOCKER,
          "libpod_parent", ContainerRuntime.PODMAN,
          "moby", ContainerRuntime.DOCKER,
          "default", ContainerRuntime.CONTAINERD,
          "k8s.io", ContainerRuntime.CONTAINERD);

  private static final Set<String> NOT_LXC_NAMES = Set.of("lxc.monitor", "lxc.pivot");

  private final List<ContainerId> containers = new ArrayList<>();
  private final StringBuilder walked = new StringBuilder();
  private @Nullable String podUid;
  private @Nullable String unit;
  private String grandparent = "";
  private String parent = "";

  CgroupPathWalk(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      walked.append('/').append(name);
      if (!name.equals("..")) {
        enter(name);
        grandparent = parent;
        parent = name;
      }
    }
  }

  List<ContainerId> containers() {
    return containers;
  }

  /** The innermost service or scope of systemd that is no container. */
  @Nullable String unit() {
    return unit;
  }

  private void enter(String name) {
    Matcher pod = POD.matcher(name);
    if (pod.matches()) {
      podUid = pod.group(1).replace('_', '-');
    }
    int before = containers.size();
    if (!fullId(name) && !machine(name) && !lxc(name)) {
      other(name);
    }
    boolean isUnit = name.endsWith(".service") || name.endsWith(".scope");
    if (containers.size() == before && isUnit) {
      unit = name;
    }
  }

  private boolean fullId(String name) {
    Matcher id = FULL_ID.matcher(name);
    if (!id.matches()) {
      return false;
    }
    String prefix = id.group(1) == null ? "" : id.group(1);
    prefix = prefix.substring(prefix.lastIndexOf(':') + 1);
    // conmon watches over a container and is not in it.
    if (!prefix.equals("conmon") && !prefix.endsWith("-conmon")) {
      ContainerRuntime runtime =
          prefix.isEmpty()
              ? runtimeByParent()
              : BY_PREFIX.getOrDefault(prefix, ContainerRuntime.UNKNOWN);
      add(id.group(2), runtime);
    }
    return true;
  }

  private ContainerRuntime runtimeByParent() {
    ContainerRuntime byParent = BY_PARENT.get(parent);
    return byParent != null
        ? byParent
        : BY_PARENT.getOrDefault(grandparent.equals("ecs") ? "ecs" : "", ContainerRuntime.UNKNOWN);
  }

  /** {@code machine.slice/machine-NAME.scope} of systemd-machined; virtual machines look alike. */
  private boolean machine(String name) {
    if (name.startsWith("systemd-nspawn@") && name.endsWith(".service")) {
      add(unescape(between(name, "systemd-nspawn@", ".service")), ContainerRuntime.NSPAWN);
      return true;
    }
    if (!name.startsWith("machine-") || !name.endsWith(".scope")) {
      return false;
    }
    String machine = unescape(between(name, "machine-", ".scope"));
    if (machine.startsWith("qemu-")) {
      return false;
    }
    boolean libvirt = machine.matches("lxc-[0-9]+-.+");
    add(
        libvirt ? machine.substring(machine.indexOf('-', 4) + 1) : machine,
        libvirt ? ContainerRuntime.LXC : ContainerRuntime.NSPAWN);
    return true;
  }

  /** {@code lxc.payload.NAME} since LXC 4, {@code lxc.payload/NAME} and {@code lxc/NAME} before. */
  private boolean lxc(String name) {
    if (name.startsWith("lxc.payload.")) {
      add(name.substring("lxc.payload.".length()), ContainerRuntime.LXC);
      return true;
    }
    boolean below = parent.equals("lxc") || parent.equals("lxc.payload");
    if (below && !NOT_LXC_NAMES.contains(name)) {
      add(name, ContainerRuntime.LXC);
      return true;
    }
    return false;
  }

  private void other(String name) {
    if (parent.equals("garden")) {
      add(name, ContainerRuntime.GARDEN);
    } else if (grandparent.equals("ecs") && TASK_CONTAINER.matcher(name).matches()) {
      add(name, ContainerRuntime.CONTAINERD);
    } else if (parent.equals("buildkit") && BUILD_STEP.matcher(name).matches()) {
      add(name, ContainerRuntime.BUILDKIT);
    }
  }

  private void add(String id, ContainerRuntime runtime) {
    if (id.isEmpty()) {
      return;
    }
    containers.add(new ContainerId(id, runtime, podUid, walked.toString()));
    // A pod seen so far is around this container; what comes below has pods of its own.
    podUid = null;
  }

  private static String between(String text, String before, String after) {
    return text.substring(before.length(), text.length() - after.length());
  }

  /** systemd writes a hyphen in a unit's name as {@code \x2d}. */
  private static String unescape(String name) {
    return HEX_ESCAPE
        .matcher(name)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf(
                        (char) Integer.parseInt(escape.group(1).toLowerCase(Locale.ROOT), 16))));
  }
}
