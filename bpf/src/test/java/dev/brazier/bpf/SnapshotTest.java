package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stacks of real programs, with the frames that gdb found. */
final class SnapshotTest {

  static List<Path> snapshots() {
    return Snapshots.files();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("snapshots")
  void findsTheFramesThatADebuggerFound(Path file) {
    Snapshot snapshot = Snapshots.read(file);
    HostTables tables = snapshot.hostTables();

    WalkedStack walked =
        HostWalk.ofStacksOf(snapshot.machine()).walk(snapshot.thread(), snapshot.memory(), tables);

    assertThat(walked.words()).isEqualTo(snapshot.thread().words(snapshot.frames(), tables));
    assertThat(walked.end()).isEqualTo(snapshot.end());
    assertThat(walked.faults()).isZero();
    assertThat(walked.missed()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("snapshots")
  void writesWhatItReads(Path file) throws IOException {
    assertThat(SnapshotText.write(Snapshots.read(file))).isEqualTo(Files.readString(file));
  }

  @Test
  void holdsEveryKindOfFrame() {
    assertThat(Snapshots.files())
        .extracting(file -> file.getFileName().toString())
        .contains(
            "aligned-frame.txt",
            "callback.txt",
            "exception.txt",
            "go.txt",
            "large-frame.txt",
            "nginx.txt",
            "node.txt",
            "openssl.txt",
            "perl.txt",
            "python3.txt",
            "signal-on-other-stack.txt",
            "signal.txt",
            "stub.txt",
            "thread.txt",
            "vdso.txt");
  }
}
