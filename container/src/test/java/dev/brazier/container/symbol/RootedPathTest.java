package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootedPathTest {
  @TempDir private Path outside;
  private Path root = Path.of("");

  @BeforeEach
  void layOutARootInsideAnotherFolder() throws IOException {
    root = Files.createDirectories(outside.resolve("root"));
    Files.createDirectories(root.resolve("usr/lib"));
    Files.writeString(root.resolve("usr/lib/x.so"), "inside");
    Files.writeString(outside.resolve("secret"), "outside");
  }

  @Test
  void opensAFileBelowTheRoot() throws IOException {
    assertThat(read("/usr/lib/x.so")).isEqualTo("inside");
    assertThat(read("usr/./lib//x.so")).isEqualTo("inside");
  }

  @Test
  void resolvesAnAbsoluteLinkAgainstTheRoot() throws IOException {
    Files.createSymbolicLink(root.resolve("lib"), Path.of("/usr/lib"));

    assertThat(read("/lib/x.so")).isEqualTo("inside");
    assertThat(new RootedPath(root, "/lib/x.so").resolve()).isEqualTo(root.resolve("usr/lib/x.so"));
  }

  @Test
  void resolvesARelativeLinkAgainstItsFolder() throws IOException {
    Files.createSymbolicLink(root.resolve("usr/lib/y.so"), Path.of("../lib/x.so"));

    assertThat(read("/usr/lib/y.so")).isEqualTo("inside");
  }

  @Test
  void doesNotEscapeThroughDotsOrAnAbsoluteLinkToTheHost() throws IOException {
    Files.createSymbolicLink(root.resolve("dots"), Path.of("../../../../secret"));
    Files.createSymbolicLink(root.resolve("absolute"), outside.resolve("secret"));

    assertThatThrownBy(() -> read("../secret")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> read("dots")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> read("absolute")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesALinkThatLeadsInCircles() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("a"));

    assertThatThrownBy(() -> read("a")).isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void refusesANameThatCannotBeAPath() {
    assertThatThrownBy(() -> read("/usr/\0/x.so")).isInstanceOf(FileSystemException.class);
  }

  @Test
  void opensThroughTheLinkThatProcKeepsOfARoot() throws IOException {
    root = Path.of("/proc/self/root");

    assertThat(read(outside.toRealPath().resolve("secret").toString())).isEqualTo("outside");
  }

  @Test
  void refusesWhatIsNoRegularFile() {
    assertThatThrownBy(() -> read("/usr/lib")).isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> read("/")).isInstanceOf(FileSystemException.class);
  }

  private String read(String path) throws IOException {
    try (FileChannel channel = new RootedPath(root, path).open()) {
      byte[] bytes = Channels.newInputStream(channel).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
