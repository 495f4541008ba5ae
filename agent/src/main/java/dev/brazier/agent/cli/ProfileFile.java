package dev.brazier.agent.cli;

import dev.brazier.container.seccomp.MalformedProfileException;
import dev.brazier.container.seccomp.SeccompProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The seccomp profile that a person names: a file, or {@code -} for standard input. */
final class ProfileFile {

  /** Docker's own has 14 KB. */
  private static final int LARGEST = 16 << 20;

  private ProfileFile() {}

  /**
   * Reads it.
   *
   * @throws CommandFailure when it cannot be read or is no profile
   */
  static SeccompProfile read(String name, Console console) {
    try {
      return SeccompProfile.parse(text(name, console));
    } catch (MalformedProfileException e) {
      throw CommandFailure.failed(
          "read " + name + ": " + e.getMessage() + "; name a seccomp profile in JSON", e);
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.failed("read " + name + ": " + IoReason.of(e), e);
    }
  }

  private static String text(String name, Console console) throws IOException {
    if (name.equals(OutputTarget.STANDARD_OUTPUT)) {
      return text(console.in());
    }
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return text(file);
    }
  }

  private static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new IOException("it is larger than " + (LARGEST >> 20) + " MB, so no seccomp profile");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
