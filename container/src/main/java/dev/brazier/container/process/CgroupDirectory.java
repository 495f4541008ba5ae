package dev.brazier.container.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A directory of a mounted cgroup hierarchy, v1 or v2. */
public final class CgroupDirectory {
  private final Path path;

  public CgroupDirectory(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /**
   * The inode of the directory: on cgroup v2 this is what {@code bpf_get_current_cgroup_id()} says.
   */
  public long id() throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino");
  }

  /**
   * The pids in this directory and in all below it, ascending. A directory that is removed
   * meanwhile has none; a threaded cgroup refuses to list processes and has none of its own.
   */
  public SortedSet<Integer> pids() throws IOException {
    SortedSet<Integer> pids = new TreeSet<>();
    addProcesses(path, pids, true);
    for (CgroupDirectory below : descendants()) {
      addProcesses(below.path, pids, false);
    }
    return pids;
  }

  /** Every directory below this one, each before its own children. */
  public List<CgroupDirectory> descendants() throws IOException {
    List<CgroupDirectory> found = new ArrayList<>(children(path));
    for (int next = 0; next < found.size(); next++) {
      found.addAll(children(found.get(next).path));
    }
    return found;
  }

  private static List<CgroupDirectory> children(Path cgroup) throws IOException {
    List<CgroupDirectory> children = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            cgroup, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
      entries.forEach(entry -> children.add(new CgroupDirectory(entry)));
    } catch (NoSuchFileException removed) {
      return children;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    return children;
  }

  private static void addProcesses(Path cgroup, SortedSet<Integer> pids, boolean mustExist)
      throws IOException {
    String text;
    try {
      text = Files.readString(cgroup.resolve("cgroup.procs"), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException removed) {
      if (mustExist) {
        throw removed;
      }
      return;
    } catch (IOException threadedOrRemoved) {
      // EOPNOTSUPP in a threaded cgroup: its processes are listed by the domain above it.
      return;
    }
    for (String line : text.split("\n", -1)) {
      // A process outside our PID namespace is listed as 0.
      if (!line.isEmpty() && !line.equals("0") && line.length() <= 9) {
        pids.add(Integer.valueOf(line));
      }
    }
  }
}
