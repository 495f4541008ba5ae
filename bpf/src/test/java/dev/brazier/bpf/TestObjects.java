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
    String name = "exits." + Machine.current() + ".bpf.o";
    try {
      return Path.of(Objects.requireNonNull(TestObjects.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Bytes of {@code src/main/bpf/sample.bpf.c}. */
  static byte[] sample() throws IOException {
    return bytes("sample");
  }

  /** Bytes of {@code src/main/bpf/syscalls.bpf.c}. */
  static byte[] syscalls() throws IOException {
    return bytes("syscalls");
  }

  private static byte[] bytes(String program) throws IOException {
    String name = program + "." + Machine.current() + ".bpf.o";
    try (InputStream object = TestObjects.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(object, name).readAllBytes();
    }
  }
}
