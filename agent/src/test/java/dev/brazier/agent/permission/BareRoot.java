package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The root folder of a container to which the host's {@code /usr} and {@code /etc} are mounted. */
final class BareRoot {

  /** Where {@link #archive} holds the distribution. */
  static final String PROGRAM = "/opt/brazier/bin/brazier";

  /** What Docker and podman are told to mount to {@link #archive}. */
  static final List<String> MOUNTS = List.of("-v", "/usr:/usr:ro", "-v", "/etc:/etc:ro");

  /** What it is told on importing it, quoted for a shell. */
  static final String ENTRY_POINT = "'ENTRYPOINT [\"" + PROGRAM + "\"]'";

  private static final String INSIDE =
      """
      for folder in usr etc dev; do mount --bind /$folder "$0"/$folder; done
      mount -t proc none "$0"/proc
      chroot "$0" $1
      """;

  private BareRoot() {}

  /** Makes the mount points and the links that lead into them. */
  static Path make(Path root) throws IOException {
    for (String mountPoint : List.of("usr", "etc", "proc", "sys", "dev", "tmp")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    for (String link : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(root.resolve(link), Path.of("usr", link));
    }
    return root;
  }

  /**
   * The same with the distribution inside, as a tar archive that can be imported as an image.
   *
   * @param folder an empty folder
   */
  static Path archive(Path folder) throws IOException, InterruptedException {
    Path root = make(folder.resolve("root"));
    Files.setPosixFilePermissions(
        root.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Path inside = Files.createDirectories(root.resolve("opt/brazier"));
    Path archive = folder.resolve("image.tar");
    run("cp", "-a", Distribution.folder() + "/.", inside.toString());
    // Makes the class archive for this place, which each container would else make for itself.
    runInside(root, PROGRAM + " version");
    run("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
    return archive;
  }

  /** Runs a command as root in it, with what is mounted to it in a container. */
  static void runInside(Path root, String command) throws IOException, InterruptedException {
    run("unshare", "--mount", "sh", "-e", "-c", INSIDE, root.toString(), command);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    CommandRun run = CommandRun.of(Map.of(), command);
    if (run.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + run.err());
    }
  }
}
