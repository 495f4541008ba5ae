package dev.brazier.agent.export;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.brazier.agent.record.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of the Firefox Profiler, which reads files with the profiler's own code, the
 * check of versions and the upgrades included.
 */
final class FirefoxClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path home;
  private final Path program;

  /**
   * A client.
   *
   * @param home where it keeps its sessions
   */
  FirefoxClient(Path home) {
    this.home = home;
    this.program =
        NodeClients.folder("@firefox-devtools/profiler-cli").resolve("dist/profiler-cli.js");
  }

  void load(Path file) throws InterruptedException {
    try {
      run("load", file.toString());
    } catch (AssertionError slow) {
      // It waits half a second for the reading process, which then goes on.
      awaitSession(slow);
    }
  }

  /** The functions of a thread by its place in the file, with their samples. */
  JsonArray functions(int thread) {
    String json = run("thread", "functions", "--thread", "t-" + thread, "--json", "--limit", "0");
    return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("functions");
  }

  @Override
  public void close() {
    run("stop", "--all");
  }

  private void awaitSession(AssertionError first) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      try {
        run("profile", "info");
        return;
      } catch (AssertionError notYet) {
        Thread.sleep(500);
      }
    }
    throw first;
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "HOME=" + home, "node", program.toString()));
    command.addAll(List.of(arguments));
    return Workload.run(command);
  }
}
