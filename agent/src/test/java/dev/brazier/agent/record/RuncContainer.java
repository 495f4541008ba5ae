package dev.brazier.agent.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A real container that runs one program from a root file system of its own, as its own user. */
public final class RuncContainer implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  private final String name;
  private final Workload runtime;

  private RuncContainer(String name, Workload runtime) {
    this.name = name;
    this.runtime = runtime;
  }

  /**
   * Starts a container and returns when its program runs.
   *
   * @param bundle a folder that holds {@code rootfs}
   */
  public static RuncContainer start(Path bundle, String name, int uid, List<String> arguments) {
    try {
      Files.deleteIfExists(bundle.resolve("config.json"));
      Workload.run(List.of("runc", "spec", "--bundle", bundle.toString()));
      Path file = bundle.resolve("config.json");
      JsonObject config = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      JsonObject process = config.getAsJsonObject("process");
      process.addProperty("terminal", false);
      JsonArray args = new JsonArray();
      arguments.forEach(args::add);
      process.add("args", args);
      JsonObject user = process.getAsJsonObject("user");
      user.addProperty("uid", uid);
      user.addProperty("gid", uid);
      process.remove("rlimits");
      Files.writeString(file, config.toString());
    } catch (IOException e) {
      throw new AssertionError("write the bundle " + bundle, e);
    }
    Workload runtime = Workload.start("runc", "run", "--bundle", bundle.toString(), name);
    RuncContainer container = new RuncContainer(name, runtime);
    container.awaitRunning();
    return container;
  }

  public String name() {
    return name;
  }

  /** The pid of the container's first process, as the host sees it. */
  public int pid() {
    return state().get("pid").getAsInt();
  }

  /** On CPUs, with what it took to start it. */
  public Duration cpuTime() {
    return runtime.cpuTime();
  }

  @Override
  public void close() {
    try {
      Workload.run(List.of("runc", "delete", "--force", name));
    } finally {
      runtime.close();
    }
  }

  private void awaitRunning() {
    Instant giveUp = Instant.now().plus(LONGEST_START);
    while (Instant.now().isBefore(giveUp)) {
      try {
        if (state().get("status").getAsString().equals("running")) {
          return;
        }
      } catch (AssertionError notYet) {
        if (!runtime.alive()) {
          throw new AssertionError("container " + name + " ended at once", notYet);
        }
      }
      sleep();
    }
    close();
    throw new AssertionError("container " + name + " did not start within " + LONGEST_START);
  }

  private JsonObject state() {
    return JsonParser.parseString(Workload.run(List.of("runc", "state", name))).getAsJsonObject();
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
