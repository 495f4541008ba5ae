package dev.brazier.agent.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder that {@code runc run} makes a container of: this machine's programs, read-only, with a
 * seccomp profile.
 *
 * @param folder with {@code rootfs}, whose {@code work} holds the test's own files
 */
record SeccompBundle(Path folder) {

  private static final List<String> OF_THE_HOST = List.of("/usr", "/etc");

  /** Makes the folders. */
  static SeccompBundle in(Path folder) throws IOException {
    Path root = folder.resolve("rootfs");
    for (String name : List.of("proc", "dev", "sys", "tmp", "usr", "etc", "work")) {
      Files.createDirectories(root.resolve(name));
    }
    for (String link : List.of("bin", "lib", "lib64", "sbin")) {
      Files.createSymbolicLink(root.resolve(link), Path.of("usr", link));
    }
    return new SeccompBundle(folder);
  }

  /** A file of the container's {@code /work}, as the host sees it. */
  Path work(String name) {
    return folder.resolve("rootfs/work").resolve(name);
  }

  /** Makes a program of {@code src/test/workloads} for {@code /work}. */
  void compile(String program) throws IOException {
    finish(
        new ProcessBuilder(
                "gcc",
                "-static",
                "-pthread",
                "-o",
                work(program).toString(),
                "src/test/workloads/" + program + ".c")
            .redirectErrorStream(true)
            .start());
  }

  /** Decides what the container will run, and under which profile; null for none. */
  SeccompBundle with(@Nullable String profile, boolean noNewPrivileges, List<String> arguments)
      throws IOException {
    Path file = folder.resolve("config.json");
    Files.deleteIfExists(file);
    finish(new ProcessBuilder("runc", "spec", "--bundle", folder.toString()).start());
    JsonObject config = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject process = config.getAsJsonObject("process");
    JsonArray words = new JsonArray();
    arguments.forEach(words::add);
    process.addProperty("terminal", false);
    process.addProperty("noNewPrivileges", noNewPrivileges);
    process.add("args", words);
    process.remove("rlimits");
    config.add("mounts", mounts(config.getAsJsonArray("mounts")));
    if (profile != null) {
      config.getAsJsonObject("linux").add("seccomp", JsonParser.parseString(profile));
    }
    Files.writeString(file, config.toString());
    return this;
  }

  private static JsonArray mounts(JsonArray usual) {
    JsonArray mounts = new JsonArray();
    for (JsonElement mount : usual) {
      // Where controllers are in v1 hierarchies, runc cannot always show them to the container.
      if (!mount.getAsJsonObject().get("type").getAsString().equals("cgroup")) {
        mounts.add(mount);
      }
    }
    for (String path : OF_THE_HOST) {
      mounts.add(mount("bind", path, path, "rbind", "ro"));
    }
    mounts.add(mount("tmpfs", "tmpfs", "/tmp", "nosuid", "nodev"));
    return mounts;
  }

  private static JsonObject mount(String type, String source, String target, String... options) {
    JsonObject mount = new JsonObject();
    mount.addProperty("type", type);
    mount.addProperty("source", source);
    mount.addProperty("destination", target);
    JsonArray words = new JsonArray();
    List.of(options).forEach(words::add);
    mount.add("options", words);
    return mount;
  }

  /** The command that starts it. */
  List<String> command(String name) {
    return List.of("runc", "run", "--bundle", folder.toString(), name);
  }

  /** Runs it to its end and returns what it printed; fails when it did. */
  String run(String name) throws IOException {
    return finish(start(name));
  }

  /** Starts it. */
  Process start(String name) throws IOException {
    return new ProcessBuilder(command(name))
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  /** Waits for a process and returns what it printed; fails when it did. */
  static String finish(Process process) throws IOException {
    try {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("it ended with " + process.exitValue() + ": " + printed);
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
