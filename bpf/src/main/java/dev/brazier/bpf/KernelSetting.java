package dev.brazier.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Numbers below {@code /proc/sys/kernel}. */
final class KernelSetting {
  private static final Path FOLDER = Path.of("/proc/sys/kernel");

  private KernelSetting() {}

  /**
   * The value of a setting; empty when it is absent, unreadable or no number.
   *
   * <p>It is read in one piece: these files answer end-of-file at any offset but 0 (Linux {@code
   * proc_dointvec}), and {@link Files#readString} begins with a single byte.
   *
   * @param name without its folder, {@code perf_event_paranoid}
   */
  static OptionalInt read(String name) {
    try (InputStream setting = Files.newInputStream(FOLDER.resolve(name))) {
      byte[] text = new byte[64];
      int length = setting.read(text);
      return parse(new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  static OptionalInt parse(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
