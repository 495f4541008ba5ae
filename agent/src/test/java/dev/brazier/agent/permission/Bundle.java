package dev.brazier.agent.permission;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Containers whose process has exactly the privileges that a test grants, run by runc to their end.
 * Their root is read-only, their {@code /tmp} runs nothing, they see the host's processes, and Java
 * and the libraries are the host's, mounted. The distribution lies where it lies outside; its
 * launcher carries file capabilities.
 */
final class Bundle {

  /** The launcher of the distribution, which carries file capabilities inside. */
  static final Path LAUNCHER =
      Distribution.folder().resolve("libexec/brazier-launch." + (isIntel() ? "x86_64" : "aarch64"));

  /** What {@code brazier doctor --fix setcap} gives to the launcher. */
  static final String FILE_CAPABILITIES = "cap_bpf,cap_perfmon,cap_sys_ptrace,cap_syslog+p";

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path folder;
  private final JsonArray mounts;

  /**
   * Prepares the root, and a launcher with file capabilities.
   *
   * @param folder an empty folder
   */
  Bundle(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    BareRoot.make(folder.resolve("root"));
    Path launcher = Files.copy(LAUNCHER, folder.resolve("brazier-launch"), COPY_ATTRIBUTES);
    assertThat(CommandRun.of(Map.of(), "setcap", FILE_CAPABILITIES, launcher.toString()))
        .returns(0, CommandRun::exitCode);
    this.mounts = mounts(launcher);
  }

  /** Runs a command in a container and waits for its end. */
  CommandRun run(Grant grant, List<String> command) throws IOException, InterruptedException {
    write(grant, command, unchanged -> {});
    return CommandRun.of(Map.of(), "runc", "run", "--bundle", folder.toString(), newName());
  }

  /**
   * Prepares a container for a runtime.
   *
   * @param changes what to add to its configuration
   */
  void write(Grant grant, List<String> command, Consumer<JsonObject> changes) throws IOException {
    JsonObject config = config(grant, command);
    changes.accept(config);
    Files.writeString(folder.resolve("config.json"), config.toString());
  }

  /** A name for a container that no other one has. */
  static String newName() {
    return "brazier-grant-" + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet();
  }

  private JsonObject config(Grant grant, List<String> command) {
    JsonObject config = new JsonObject();
    config.addProperty("ociVersion", "1.0.2");
    JsonObject root = new JsonObject();
    root.addProperty("path", "root");
    root.addProperty("readonly", true);
    config.add("root", root);
    config.add("process", process(grant, command));
    config.add("mounts", mounts);
    JsonObject linux = new JsonObject();
    linux.add("namespaces", namespaces("mount", "ipc", "uts"));
    grant.filter().ifPresent(filter -> linux.add("seccomp", filter));
    config.add("linux", linux);
    return config;
  }

  private static JsonObject process(Grant grant, List<String> command) {
    JsonObject process = new JsonObject();
    process.addProperty("cwd", "/");
    process.add("args", array(command));
    process.add("env", array(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin")));
    process.addProperty("noNewPrivileges", grant.noNewPrivileges());
    JsonObject user = new JsonObject();
    user.addProperty("uid", grant.uid());
    user.addProperty("gid", grant.uid());
    process.add("user", user);
    JsonObject capabilities = new JsonObject();
    for (String set : List.of("bounding", "permitted", "effective")) {
      capabilities.add(set, array(grant.bounding()));
    }
    for (String set : List.of("inheritable", "ambient")) {
      capabilities.add(set, array(grant.ambient() ? grant.bounding() : Set.of()));
    }
    process.add("capabilities", capabilities);
    return process;
  }

  private static JsonArray mounts(Path launcher) {
    JsonArray mounts = new JsonArray();
    mounts.add(mount("/proc", "proc", "proc"));
    mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=64k"));
    mounts.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
    mounts.add(mount("/tmp", "tmpfs", "tmpfs", "nosuid", "noexec", "nodev", "size=16m"));
    for (String shared : List.of("/usr", "/etc", Distribution.folder().toString())) {
      mounts.add(mount(shared, "none", shared, "rbind", "ro"));
    }
    mounts.add(mount(LAUNCHER.toString(), "none", launcher.toString(), "bind", "ro"));
    return mounts;
  }

  static JsonObject mount(String destination, String type, String source, String... options) {
    JsonObject mount = new JsonObject();
    mount.addProperty("destination", destination);
    mount.addProperty("type", type);
    mount.addProperty("source", source);
    mount.add("options", array(List.of(options)));
    return mount;
  }

  private static JsonArray namespaces(String... types) {
    JsonArray namespaces = new JsonArray();
    for (String type : types) {
      JsonObject namespace = new JsonObject();
      namespace.add("type", new JsonPrimitive(type));
      namespaces.add(namespace);
    }
    return namespaces;
  }

  private static JsonArray array(Collection<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static boolean isIntel() {
    return System.getProperty("os.arch").equals("amd64");
  }
}
