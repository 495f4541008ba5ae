package dev.brazier.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The BPF objects that the build compiles for this machine. */
final class TestObjects {
  private TestObjects() {}

  /** File of {@code src/test/bpf/exits.bpf.c}. */
  static Path exits() {
    String name = "exits." + machine() + ".bpf.o";
    try {
      return Path.of(Objects.requireNonNull(TestObjects.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Bytes of {@code src/main/bpf/sample.bpf.c}. */
  static byte[] sample() throws IOException {
    String name = "sample." + machine() + ".bpf.o";
    try (InputStream object = TestObjects.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(object, name).readAllBytes();
    }
  }

  private static String machine() {
    String architecture = System.getProperty("os.arch");
    return architecture.equals("amd64") ? "x86_64" : architecture;
  }
}
