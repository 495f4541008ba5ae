package dev.brazier.container.runtime;

import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A container started by runc from a bundle made here: the host's {@code sleep}, loader and libc,
 * the latter with {@link #MARK} at its end, so that it is told from the host's libc at the same
 * path.
 */
final class RuncContainer implements AutoCloseable {
  static final String MARK = "the container's own libc";

  private final String name;
  private final Path bundle;
  private final int pid;

  private RuncContainer(String name, Path bundle, int pid) {
    this.name = name;
    this.bundle = bundle;
    this.pid = pid;
  }

  /**
   * Starts {@code /bin/sleep} in it.
   *
   * @param cgroup the cgroup path, or an empty text for runc's default
   */
  static RuncContainer start(String name, Path folder, int uid, String cgroup) throws IOException {
    Path bundle = Files.createDirectories(folder.resolve(name));
    makeRoot(bundle.resolve("rootfs"));
    Files.writeString(bundle.resolve("config.json"), config(uid, cgroup));
    Path pidFile = bundle.resolve("pid");
    HostCommand.run(
        "runc", "run", "-d", "--bundle", bundle.toString(), "--pid-file", pidFile.toString(), name);
    RuncContainer container =
        new RuncContainer(name, bundle, Integer.parseInt(Files.readString(pidFile).strip()));
    container.libc();
    return container;
  }

  int pid() {
    return pid;
  }

  String name() {
    return name;
  }

  /** A file of the container, by its path on the host. */
  Path file(String path) {
    return bundle.resolve("rootfs").resolve(path.substring(1));
  }

  /** The executable mapping of its libc; it is there once the loader has run. */
  Mapping libc() throws IOException {
    Instant giveUp = Instant.now().plus(Duration.ofSeconds(20));
    while (Instant.now().isBefore(giveUp)) {
      // Until it executes the program, the process is runc itself with the host's libc.
      boolean started = ProcRoot.host().executable(pid).found().orElse("").equals("/bin/sleep");
      Optional<Mapping> libc = codeOf(pid, "libc.so.6");
      if (started && libc.isPresent()) {
        return libc.get();
      }
      Thread.onSpinWait();
    }
    throw new IOException("the container has not loaded its libc");
  }

  static Optional<Mapping> codeOf(int pid, String baseName) {
    return ProcRoot.host().mappings(pid).found().stream()
        .flatMap(mappings -> mappings.asList().stream())
        .filter(mapping -> mapping.permissions().execute())
        .filter(mapping -> mapping.path().endsWith("/" + baseName))
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    end();
  }

  /** Kills it; a second time changes nothing. */
  void end() throws IOException {
    HostCommand.run("runc", "delete", "-f", name);
  }

  private static void makeRoot(Path root) throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("tmp"));
    copy(Path.of("/bin/sleep").toRealPath(), root.resolve("bin/sleep"));
    int self = (int) ProcessHandle.current().pid();
    Mapping libc = codeOf(self, "libc.so.6").orElseThrow();
    Path ownLibc = root.resolve(libc.path().substring(1));
    copy(Path.of(libc.path()), ownLibc);
    Files.writeString(ownLibc, MARK, StandardOpenOption.APPEND);
    for (String loader :
        new String[] {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"}) {
      if (Files.exists(Path.of(loader))) {
        copy(Path.of(loader), root.resolve(loader.substring(1)));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static String config(int uid, String cgroup) {
    return """
        {"ociVersion":"1.0.2",
         "process":{"user":{"uid":UID,"gid":UID},"cwd":"/","args":["/bin/sleep","600"],"env":[],
          "capabilities":{}},
         "root":{"path":"rootfs"},
         "mounts":[{"destination":"/proc","type":"proc","source":"proc"}],
         "linux":{CGROUP"namespaces":[{"type":"pid"},{"type":"mount"},{"type":"ipc"},{"type":"uts"},
          {"type":"cgroup"}]}}
        """
        .replace("UID", Integer.toString(uid))
        .replace("CGROUP", cgroup.isEmpty() ? "" : "\"cgroupsPath\":\"" + cgroup + "\",");
  }
}
