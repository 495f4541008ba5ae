package dev.brazier.container.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A made-up {@code /proc} in a temporary folder. */
public final class FixtureProc {
  private final Path directory;

  public FixtureProc(Path directory) {
    this.directory = directory;
  }

  public ProcRoot root() {
    return new ProcRoot(directory);
  }

  /** A process with the files that a scan reads. */
  public FixtureProc process(int pid, String comm, long startTicks, String cgroup)
      throws IOException {
    file(pid, "stat", stat(pid, comm, startTicks));
    file(pid, "status", "Name:\t" + comm + "\nTgid:\t" + pid + "\nUid:\t0\t0\t0\t0\n");
    file(pid, "cgroup", cgroup);
    return this;
  }

  public FixtureProc file(int pid, String name, String text) throws IOException {
    return file(pid + "/" + name, text);
  }

  /** Any file below the folder. */
  public FixtureProc file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** A symbolic link such as {@code ns/mnt} or {@code map_files/1000-2000}. */
  public FixtureProc link(int pid, String name, String target) throws IOException {
    Path link = root().of(pid).resolve(name);
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
    return this;
  }

  static String stat(int pid, String comm, long startTicks) {
    return pid
        + " ("
        + comm
        + ") S 1 7 7 0 -1 4194304 93 0 0 0 1 2 0 0 20 0 3 0 "
        + startTicks
        + " 2523136 204 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0\n";
  }
}
