package dev.brazier.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this process has open, from {@code /proc/self/fd}. */
final class OpenDescriptors {
  private OpenDescriptors() {}

  /** Those that the kernel made for BPF or perf, {@code anon_inode:[perf_event]}. */
  static List<String> ofKernelObjects() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(OpenDescriptors::target)
          .flatMap(Optional::stream)
          .filter(target -> target.contains("bpf") || target.contains("perf_event"))
          .toList();
    }
  }

  /** Empty for the descriptor of the listing itself, which is closed by now. */
  private static Optional<String> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
