package dev.brazier.container.seccomp;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A seccomp profile in the JSON that Docker, podman, Kubernetes ({@code localhostProfile}) and OCI
 * runtimes read. Immutable; every member of the text is kept, also those unknown here, in its
 * order.
 */
public final class SeccompProfile {

  /** What a refused call fails with unless the profile says otherwise: EPERM. */
  static final int DEFAULT_ERRNO = 1;

  /** What tells a C library that the kernel lacks a call, so that it takes an older one: ENOSYS. */
  static final int NOT_IMPLEMENTED = 38;

  private static final Gson WRITER =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final JsonObject root;
  private final SeccompAction defaultAction;
  private final OptionalInt defaultErrno;
  private final List<SeccompRule> rules;

  private SeccompProfile(JsonObject root) throws MalformedProfileException {
    this.root = root;
    this.defaultAction = ProfileReader.action(root, "defaultAction", "");
    this.defaultErrno = ProfileReader.errno(root, "defaultErrnoRet", "");
    ProfileReader.strings(root, "architectures", "");
    ProfileReader.array(root, "archMap", "");
    List<SeccompRule> found = new ArrayList<>();
    for (JsonElement element : ProfileReader.array(root, "syscalls", "")) {
      found.add(ProfileReader.rule(element, found.size()));
    }
    this.rules = List.copyOf(found);
  }

  /**
   * Reads a profile.
   *
   * @throws MalformedProfileException when the text is not JSON as strict as the runtimes want it,
   *     or a member that says what is allowed has another type than it must have
   */
  public static SeccompProfile parse(String json) throws MalformedProfileException {
    return new SeccompProfile(ProfileReader.object(json));
  }

  /**
   * The profile that allows these calls and nothing else, on every machine that {@link
   * SyscallMachine} has a 64-bit table of.
   *
   * <p>The rest fails with EPERM, but {@code clone3} with ENOSYS unless it is among {@code
   * syscalls}: C libraries then start threads by {@code clone}, while EPERM would end them.
   *
   * @param syscalls names; those that a machine does not have are ignored there
   */
  public static SeccompProfile allowing(Collection<String> syscalls) {
    JsonObject root = new JsonObject();
    root.addProperty("defaultAction", SeccompAction.ERRNO.label());
    root.addProperty("defaultErrnoRet", DEFAULT_ERRNO);
    JsonArray architectures = new JsonArray();
    for (SyscallMachine machine : List.of(SyscallMachine.X86_64, SyscallMachine.AARCH64)) {
      architectures.add(machine.seccompName());
      machine.subArchitectures().forEach(architectures::add);
    }
    root.add("architectures", architectures);
    JsonArray rules = new JsonArray();
    rules.add(rule(new TreeSet<>(syscalls), SeccompAction.ALLOW));
    if (!syscalls.contains("clone3")) {
      JsonObject clone3 = rule(List.of("clone3"), SeccompAction.ERRNO);
      clone3.addProperty("errnoRet", NOT_IMPLEMENTED);
      rules.add(clone3);
    }
    root.add("syscalls", rules);
    return checked(root);
  }

  /**
   * This profile with further calls allowed in every container. Default action, architectures and
   * rules stay as they are, but a rule that refuses one of the calls loses its name: runtimes do
   * not accept two actions for the same call.
   *
   * @param syscalls names; one that is allowed already, whatever the container, changes nothing
   */
  public SeccompProfile withAllowed(Collection<String> syscalls) {
    Set<String> missing = new LinkedHashSet<>(syscalls);
    rules.stream()
        .filter(SeccompRule::allowsEverywhere)
        .map(SeccompRule::names)
        .forEach(missing::removeAll);
    if (missing.isEmpty()) {
      return this;
    }
    JsonObject copy = root.deepCopy();
    JsonArray entries = new JsonArray();
    boolean allowed = false;
    for (int index = 0; index < rules.size(); index++) {
      SeccompRule rule = rules.get(index);
      JsonObject entry = copy.getAsJsonArray("syscalls").get(index).getAsJsonObject();
      List<String> names = new ArrayList<>(rule.names());
      if (rule.allowsEverywhere() && !allowed) {
        add(names, missing);
        allowed = true;
      } else if (!rule.action().allows()) {
        names.removeAll(missing);
      }
      if (rule.names().isEmpty() || !names.isEmpty()) {
        entries.add(names.equals(rule.names()) ? entry : withNames(entry, names));
      }
    }
    if (!allowed) {
      entries.add(rule(missing, SeccompAction.ALLOW));
    }
    copy.add("syscalls", entries);
    return checked(copy);
  }

  /** The profile's text, ending in a line feed. */
  public String json() {
    return WRITER.toJson(root) + "\n";
  }

  /** What happens to a call that no rule names. */
  SeccompAction defaultAction() {
    return defaultAction;
  }

  /** What such a call fails with when it is refused. */
  int defaultErrno() {
    return defaultErrno.orElse(DEFAULT_ERRNO);
  }

  /** What there is in {@code syscalls}, in its order. */
  List<SeccompRule> rules() {
    return rules;
  }

  /** Adds names where a list in alphabetical order wants them, else at its end. */
  private static void add(List<String> names, Set<String> more) {
    boolean sorted = List.copyOf(new TreeSet<>(names)).equals(names);
    names.addAll(more);
    if (sorted) {
      names.sort(null);
    }
  }

  private static JsonObject withNames(JsonObject entry, List<String> names) {
    JsonArray array = new JsonArray();
    names.forEach(array::add);
    entry.remove("name");
    entry.add("names", array);
    return entry;
  }

  private static JsonObject rule(Collection<String> names, SeccompAction action) {
    JsonObject rule = new JsonObject();
    JsonArray array = new JsonArray();
    names.forEach(array::add);
    rule.add("names", array);
    rule.addProperty("action", action.label());
    return rule;
  }

  private static SeccompProfile checked(JsonObject root) {
    try {
      return new SeccompProfile(root);
    } catch (MalformedProfileException e) {
      throw new IllegalStateException("our own profile is malformed", e);
    }
  }
}
