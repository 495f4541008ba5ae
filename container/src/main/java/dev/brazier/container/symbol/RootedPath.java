package dev.brazier.container.symbol;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/**
 * A path inside a root that is not ours, such as {@code /usr/lib/x.so} inside {@code
 * /proc/PID/root}.
 *
 * <p>The kernel resolves an absolute symbolic link against <em>our</em> root, so that {@code
 * /proc/PID/root/lib -> /usr/lib} would lead to the host's file. Links are therefore resolved here,
 * step by step, with {@code /} and {@code ..} held inside the root as openat2's RESOLVE_IN_ROOT
 * does (Linux 5.6; the JDK cannot call it).
 *
 * @param root the folder that stands for {@code /}; its own links are followed
 * @param path the path below it; a leading {@code /} is allowed
 */
public record RootedPath(Path root, String path) {
  private static final int MOST_LINKS = 40; // the kernel's own limit, MAXSYMLINKS
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /**
   * The same file as a path of ours with all links below the root replaced. The target can change
   * its links at any time: use {@link #open} to read the file, this to look at it.
   *
   * @throws IOException if links lead in circles or cannot be read; a file that is not there is no
   *     error
   */
  public Path resolve() throws IOException {
    Deque<String> resolved = new ArrayDeque<>();
    Deque<String> ahead = new ArrayDeque<>();
    prepend(path, ahead);
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        resolved.pollLast();
        continue;
      }
      resolved.addLast(name);
      Path here = hostPath(resolved);
      if (Files.isSymbolicLink(here)) {
        if (++links > MOST_LINKS) {
          throw new FileSystemLoopException(here.toString());
        }
        String target = Files.readSymbolicLink(here).toString();
        resolved.removeLast();
        if (target.startsWith("/")) {
          resolved.clear();
        }
        prepend(target, ahead);
      }
    }
    return hostPath(resolved);
  }

  /**
   * Opens the file for reading, and only a regular file. Each folder is opened relative to the one
   * before without following links, so that a target that swaps a folder for a link meanwhile gains
   * nothing.
   *
   * @throws IOException if the file is not there, not a regular file, or may not be read
   */
  public FileChannel open() throws IOException {
    Iterator<Path> names = root.relativize(resolve()).iterator();
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      if (top instanceof SecureDirectoryStream<Path> folder) {
        return open(folder, names.next(), names);
      }
      throw new FileSystemException(root.toString(), null, "folder cannot be opened securely");
    }
  }

  private static FileChannel open(
      SecureDirectoryStream<Path> folder, Path name, Iterator<Path> rest) throws IOException {
    if (rest.hasNext()) {
      try (SecureDirectoryStream<Path> inner =
          folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return open(inner, rest.next(), rest);
      }
    }
    BasicFileAttributeView view =
        folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    // Opening a pipe would wait for somebody to write into it.
    if (!view.readAttributes().isRegularFile()) {
      throw new FileSystemException(name.toString(), null, "not a regular file");
    }
    return channel(folder.newByteChannel(name, READ), name);
  }

  private static FileChannel channel(SeekableByteChannel channel, Path name) throws IOException {
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw new FileSystemException(name.toString(), null, "not a file that can be read anywhere");
  }

  private Path hostPath(Deque<String> names) throws IOException {
    try {
      Path host = root;
      for (String name : names) {
        host = host.resolve(name);
      }
      return host;
    } catch (InvalidPathException e) {
      // A NUL, or a letter that the locale of this JVM has no bytes for.
      throw new FileSystemException(path, null, e.getReason());
    }
  }

  private static void prepend(String path, Deque<String> ahead) {
    String[] names = path.split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].isEmpty() && !names[i].equals(".")) {
        ahead.push(names[i]);
      }
    }
  }
}
