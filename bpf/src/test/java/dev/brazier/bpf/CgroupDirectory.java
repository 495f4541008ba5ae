package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A temporary cgroup v2 directory; closing it waits until its processes are gone.
 *
 * @param inode what the kernel calls the cgroup's id
 */
record CgroupDirectory(Path path, long inode) implements AutoCloseable {

  /** Below the root of the v2 hierarchy, in the hybrid layout or in the pure one. */
  static CgroupDirectory create() throws IOException {
    Optional<Path> found =
        Stream.of("/sys/fs/cgroup/unified", "/sys/fs/cgroup")
            .map(Path::of)
            .filter(mount -> Files.exists(mount.resolve("cgroup.controllers")))
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "no cgroup v2 hierarchy is mounted");
    Path root = found.orElseThrow();
    Assumptions.assumeTrue(Files.isWritable(root), "the cgroup v2 hierarchy is not writable");
    return create(root.resolve("brazier-test-" + ProcessHandle.current().pid()));
  }

  CgroupDirectory below(String name) throws IOException {
    return create(path.resolve(name));
  }

  private static CgroupDirectory create(Path path) throws IOException {
    Files.createDirectory(path);
    return new CgroupDirectory(path, (long) Files.getAttribute(path, "unix:ino"));
  }

  @Override
  public void close() throws IOException {
    long end = System.nanoTime() + 5_000_000_000L;
    while (!Files.readString(path.resolve("cgroup.procs")).isEmpty()) {
      assertThat(System.nanoTime()).as("processes left in " + path).isLessThan(end);
    }
    Files.delete(path);
  }
}
