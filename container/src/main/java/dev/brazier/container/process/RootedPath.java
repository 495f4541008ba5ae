package dev.brazier.container.process;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves symbolic links as a process with another root directory would.
 *
 * <p>The kernel follows an absolute link from <em>our</em> root, so that {@code
 * /proc/PID/root/lib64/libc.so.6} may end at the host's file. Here every link is read and applied
 * below the given root instead, and {@code ..} stops there.
 */
final class RootedPath {
  /** As many as the kernel follows (MAXSYMLINKS). */
  private static final int MOST_LINKS = 40;

  private RootedPath() {}

  /**
   * The place of {@code path} below {@code root}, without a symbolic link after {@code root}.
   *
   * @throws NoSuchFileException when a component does not exist
   */
  static Path resolve(Path root, String path) throws IOException {
    Deque<String> waiting = new ArrayDeque<>();
    push(waiting, path);
    Deque<Path> walked = new ArrayDeque<>();
    Path current = root;
    int links = 0;
    while (!waiting.isEmpty()) {
      String name = waiting.pop();
      if (name.equals("..")) {
        current = walked.isEmpty() ? root : walked.pop();
        continue;
      }
      Path next = current.resolve(name);
      String target = linkTarget(next);
      if (target == null) {
        walked.push(current);
        current = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(root + path);
      }
      if (target.startsWith("/")) {
        walked.clear();
        current = root;
      }
      push(waiting, target);
    }
    if (!Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(current.toString());
    }
    return current;
  }

  private static @org.jspecify.annotations.Nullable String linkTarget(Path path)
      throws IOException {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (NotLinkException plain) {
      return null;
    }
  }

  /** Puts the names of a path in front of those that wait. */
  private static void push(Deque<String> waiting, String path) {
    String[] names = path.split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].isEmpty() && !names[i].equals(".")) {
        waiting.push(names[i]);
      }
    }
  }
}
