package dev.brazier.agent.serve;

import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * An exhibit's file, opened, and which version of it that is.
 *
 * @param channel the file
 * @param length its length in bytes when it was opened
 */
record OpenedFile(FileChannel channel, long length, Version version) implements AutoCloseable {

  /** A file that is replaced time and again is opened this often before we give up. */
  private static final int ATTEMPTS = 5;

  /**
   * Opens what the person named, even if another file has taken its place.
   *
   * @throws UnavailableException saying why it is not to be had
   */
  static OpenedFile of(Exhibit exhibit) throws IOException {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Version before = version(exhibit);
        FileChannel channel = FileChannel.open(exhibit.file(), Set.of(READ, NOFOLLOW_LINKS));
        try {
          long length = channel.size();
          if (version(exhibit).equals(before)) {
            return new OpenedFile(channel, length, before);
          }
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
        channel.close();
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new UnavailableException(NOT_FOUND, exhibit.named() + " is no longer there");
    } catch (AccessDeniedException e) {
      throw new UnavailableException(
          FORBIDDEN, "permission to read " + exhibit.named() + " denied");
    }
    throw new UnavailableException(
        SERVICE_UNAVAILABLE, exhibit.named() + " is being written; load it again in a moment");
  }

  /** The version that lies there now; Java cannot ask an open file for it. */
  static Version version(Exhibit exhibit) throws IOException {
    Path file = exhibit.file();
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
    if (!found.isRegularFile() || !file.toRealPath().equals(file)) {
      throw new UnavailableException(
          NOT_FOUND,
          exhibit.named()
              + " was a file and now is a link, or no file; start brazier view again to show that");
    }
    return Version.of(found);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
