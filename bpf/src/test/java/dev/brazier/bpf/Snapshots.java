package dev.brazier.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded stacks of {@code src/test/resources/snapshots}. */
final class Snapshots {
  private static final Path FOLDER = Path.of("src/test/resources/snapshots");

  private Snapshots() {}

  static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Snapshot read(Path file) {
    try {
      return SnapshotText.read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Snapshot> all() {
    return files().stream().map(Snapshots::read).toList();
  }
}
