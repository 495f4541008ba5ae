package dev.brazier.agent.permission;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.brazier.agent.record.RuncContainer;
import dev.brazier.agent.record.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs of every kind that are busy all the time with the same: in containers and outside, each
 * as a user of its own.
 */
final class KnownPrograms implements AutoCloseable {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final String SECONDS = "400";
  private static final int ANOTHER_USER = 4321;
  private static final String FIBONACCI = "long BusyLoop.fibonacciOfBusy(int)";
  private static final String STRIPPED = "[main: stripped: no symbol table and no debug file]";

  /** What of the host a container with libraries needs. */
  private static final List<String> LIBRARIES =
      List.of(
          "/lib64/ld-linux-x86-64.so.2",
          "/lib/x86_64-linux-gnu/libc.so.6",
          "/lib/x86_64-linux-gnu/libm.so.6");

  private final Path folder;
  private final List<Runnable> endings = new ArrayList<>();
  private final Map<Integer, String> names = new LinkedHashMap<>();
  private Path perfMap = Path.of("");

  private KnownPrograms(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts them.
   *
   * @param folder an empty folder that everybody may read
   */
  static KnownPrograms start(Path folder) throws IOException, InterruptedException {
    KnownPrograms programs = new KnownPrograms(folder);
    try {
      programs.startAll();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      programs.close();
      throw e;
    }
    return programs;
  }

  /** What each spends much of its time in, by pid. */
  Map<Integer, String> names() {
    return names;
  }

  private void startAll() throws IOException, InterruptedException {
    Workload.run(
        List.of(
            JAVA.resolve("javac").toString(),
            "-d",
            folder.toString(),
            Workload.SOURCES.resolve("BusyLoop.java").toString()));
    // One compiler, which has soon done all it will do: the map stays true.
    int jvm =
        startAs(
            2345,
            FIBONACCI,
            JAVA + "/java",
            "-XX:+PreserveFramePointer",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            folder.toString(),
            "BusyLoop");
    Path depths =
        Workload.compileOptimized(folder.resolve("depths"), "known_depths.c", "-lm", "-lpthread");
    startInContainer("brazier-depths", "descend", depths, LIBRARIES);
    Path stripped = Workload.compile(folder.resolve("stripped"), "known_tree.c", "-static", "-s");
    startInContainer("brazier-stripped", STRIPPED, stripped, List.of());
    Path exceptions = Workload.compileOptimized(folder.resolve("exceptions"), "exceptions.cc");
    startAs(4323, "__cxa_throw", exceptions.toString(), SECONDS);
    Path upgraded = Workload.compile(folder.resolve("upgraded"), "known_tree.c");
    startAs(4324, "spin", upgraded.toString(), SECONDS);
    String script = Workload.SOURCES.resolve("busy.py").toString();
    startAs(1000, "_PyEval_EvalFrameDefault", "/usr/bin/python3", script);
    startAs(4325, "read_zero", "dd", "if=/dev/zero", "of=/dev/null", "bs=64k");
    startAs(4326, "uptime_proc_show", "sh", "-c", "while :; do read -r line </proc/uptime; done");
    writePerfMap(jvm);
    // As an upgrade does; by now setpriv has become the program.
    Files.delete(upgraded);
  }

  private int startAs(int uid, String name, String... command) {
    String user = Integer.toString(uid);
    List<String> line = new ArrayList<>(List.of("setpriv", "--reuid", user, "--regid", user));
    line.addAll(List.of("--clear-groups", "--inh-caps=-all"));
    line.addAll(Arrays.asList(command));
    Workload program = Workload.start(line);
    endings.add(program::close);
    names.put(program.pid(), name);
    return program.pid();
  }

  private void startInContainer(String container, String name, Path program, List<String> libraries)
      throws IOException {
    Path bundle = Files.createDirectory(folder.resolve(container));
    Path root = bundle.resolve("rootfs");
    for (String mountPoint : List.of("proc", "dev", "sys")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    Files.copy(program, root.resolve("main"));
    for (String library : libraries) {
      Path copy = root.resolve(library.substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(library).toRealPath(), copy, REPLACE_EXISTING);
    }
    RuncContainer started =
        RuncContainer.start(bundle, container, ANOTHER_USER, List.of("/main", SECONDS));
    endings.add(started::close);
    names.put(started.pid(), name);
  }

  /** Once the methods are compiled: a map names the code that there is when it is written. */
  private void writePerfMap(int jvm) throws InterruptedException {
    Thread.sleep(3_000);
    perfMap = Path.of("/tmp/perf-" + jvm + ".map");
    String jcmd = JAVA.resolve("jcmd").toString();
    Workload.run(List.of(jcmd, Integer.toString(jvm), "Compiler.perfmap"));
  }

  @Override
  public void close() throws IOException {
    endings.forEach(Runnable::run);
    if (!perfMap.toString().isEmpty()) {
      Files.deleteIfExists(perfMap);
    }
  }
}
