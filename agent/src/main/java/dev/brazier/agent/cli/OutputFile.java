package dev.brazier.agent.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A place that a result can be written to, whole or not at all.
 *
 * <p>A regular file is written under a temporary name beside it and renamed when it is complete, so
 * that nobody ever sees half of it and an older file survives a failure. Standard output, pipes and
 * devices are written straight.
 */
final class OutputFile {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final String BROKEN_PIPE = "Broken pipe";

  /** Writes a whole result. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it to {@code out}, which is buffered and which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final OutputTarget target;
  private final OutputStream standardOutput;

  private OutputFile(OutputTarget target, OutputStream standardOutput) {
    this.target = target;
    this.standardOutput = standardOutput;
  }

  /**
   * Makes sure that {@code target} can be written, before the work that fills it begins. Leaves
   * nothing behind.
   *
   * @throws CommandFailure when it cannot
   */
  static OutputFile check(OutputTarget target, OutputStream standardOutput) {
    OutputFile output = new OutputFile(target, standardOutput);
    target.file().ifPresent(output::checkFile);
    return output;
  }

  /** Where it goes. */
  OutputTarget target() {
    return target;
  }

  /**
   * Writes the result and makes it visible under its name.
   *
   * @throws CommandFailure when it cannot be written; then nothing new is there
   */
  void write(Content content) {
    Path path = target.path();
    try {
      if (path == null) {
        writeTo(standardOutput, content);
      } else {
        writeFile(resolved(path), content);
      }
    } catch (IOException e) {
      if (path != null) {
        throw failure(IoReason.of(e) + "; choose another folder with -o", e);
      }
      // Whoever reads a pipe and closes it, as head does, wants no more of it.
      if (!BROKEN_PIPE.equals(e.getMessage())) {
        throw failure(IoReason.of(e), e);
      }
    }
  }

  private void checkFile(Path path) {
    if (Files.isDirectory(path)) {
      throw failure("it is a folder; name a file in it", null);
    }
    try {
      Path file = resolved(path);
      if (isOurs(file)) {
        Path probe = temporarySibling(file);
        Files.newOutputStream(probe, StandardOpenOption.CREATE_NEW).close();
        Files.delete(probe);
      }
    } catch (NoSuchFileException e) {
      throw failure("there is no such folder; make it first or choose another with -o", e);
    } catch (IOException e) {
      throw failure(IoReason.of(e) + "; choose another folder with -o", e);
    }
  }

  private void writeFile(Path file, Content content) throws IOException {
    if (!isOurs(file)) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        writeTo(out, content);
      }
      return;
    }
    Path temporary = temporarySibling(file);
    try {
      try (OutputStream out =
          Files.newOutputStream(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeTo(out, content);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeTo(OutputStream out, Content content) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    content.writeTo(buffered);
    buffered.flush();
  }

  private CommandFailure failure(String reason, @Nullable Exception cause) {
    return CommandFailure.failed("write " + target + ": " + reason, cause);
  }

  /** The file behind symbolic links, so that the rename replaces it and not the link. */
  private static Path resolved(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
  }

  /** Whether there will be a file of ours: an existing pipe or device must not be replaced. */
  private static boolean isOurs(Path file) {
    return !Files.exists(file) || Files.isRegularFile(file);
  }

  private static Path temporarySibling(Path file) {
    String suffix = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36);
    return file.resolveSibling("." + file.getFileName() + "." + suffix + ".tmp");
  }
}
