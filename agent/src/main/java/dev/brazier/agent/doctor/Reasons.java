package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Cause.Mending;
import dev.brazier.agent.doctor.Cause.Namespace;
import dev.brazier.bpf.access.Reach;
import java.util.List;
import java.util.Set;

/** Layers that any system call can meet. */
final class Reasons {
  /** Modules that every kernel has and that refuse nothing of what is tried here. */
  private static final Set<String> HARMLESS =
      Set.of("capability", "lockdown", "landlock", "yama", "integrity", "loadpin", "ima", "evm");

  private Reasons() {}

  /** Whether a filter is in force and answers instead of the kernel. */
  static boolean seccompStops(Surroundings at, Reach reach) {
    return at.filtered() && !reach.reached();
  }

  static Cause seccomp(String call, Reach reach) {
    return new Cause(
        Layer.SECCOMP,
        "a seccomp filter is in force, and %s(2) without sense gets %s where the kernel itself says EINVAL"
            .formatted(call, reach.errnoName()),
        new Mending.AllowCalls());
  }

  static Cause userNamespace() {
    return new Cause(
        Layer.USER_NAMESPACE,
        "this is a user namespace of its own: its capabilities count for nothing outside",
        new Mending.ShareNamespace(Namespace.USER));
  }

  /** What is left where nothing else explains a refusal. */
  static List<Cause> orOthers(List<Cause> causes, Surroundings at, int errno) {
    if (!causes.isEmpty()) {
      return causes;
    }
    Surroundings.Settings settings = at.settings();
    if (errno == Errors.EPERM && "confidentiality".equals(settings.lockdown())) {
      return List.of(lockdown());
    }
    boolean confined = settings.label() != null && !settings.label().startsWith("unconfined");
    boolean guarded = settings.modules() != null && !HARMLESS.containsAll(named(settings));
    if (confined || guarded) {
      String who =
          confined
              ? "it labels this process '%s'".formatted(settings.label())
              : "those in force are " + settings.modules();
      return List.of(
          Cause.inWords(
              Layer.SECURITY_MODULE,
              "capabilities, seccomp and settings allow it, so a security module refuses: " + who,
              "ask its log (ausearch -m avc, or dmesg), and allow it for this program"));
    }
    return List.of(
        Cause.inWords(
            Layer.UNKNOWN,
            "capabilities, seccomp, namespaces and settings allow it",
            "report this with the output of brazier doctor --json"));
  }

  static Cause lockdown() {
    return Cause.inWords(
        Layer.LOCKDOWN,
        "/sys/kernel/security/lockdown is at confidentiality",
        "start the kernel with lockdown=integrity");
  }

  /** Known from its effect, where nobody has mounted what would tell, as in containers. */
  static Cause hiddenLockdown(String release) {
    return Cause.inWords(
        Layer.LOCKDOWN,
        "Linux %s refuses a program that reads kernel memory, as at lockdown=confidentiality; /sys/kernel/security/lockdown, which would tell, is not there"
            .formatted(release),
        "start the kernel with lockdown=integrity");
  }

  private static List<String> named(Surroundings.Settings settings) {
    return List.of(String.valueOf(settings.modules()).split(","));
  }

  /** {@code 8 MiB}; -1 is no limit. */
  static String bytes(long bytes) {
    if (bytes < 0) {
      return "unlimited";
    }
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
