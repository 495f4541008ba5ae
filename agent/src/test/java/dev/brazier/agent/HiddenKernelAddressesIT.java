package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code kernel.kptr_restrict} is 2, nobody sees kernel addresses, root neither. */
final class HiddenKernelAddressesIT {

  private static final int DEGRADED = 4;
  private static final String SPIN_IN_KERNEL = "while :; do read -r line </proc/uptime; done";
  private static final String KERNEL_FRAME = "\\[kernel 0x[0-9a-f]+: kernel addresses hidden\\]";

  @TempDir private Path folder = Path.of("");
  private ChangedSetting hidden;
  private Process busy;

  @BeforeEach
  void hide() throws IOException {
    hidden = ChangedSetting.of("kernel/kptr_restrict", 2);
    busy = new ProcessBuilder("sh", "-c", SPIN_IN_KERNEL).start();
  }

  @AfterEach
  void restore() throws IOException {
    try {
      hidden.close();
    } finally {
      busy.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf", "perf"})
  void framesStayAsAddressesWithTheReason(String engine) throws IOException {
    Path stacks = folder.resolve("a.txt");
    String pid = Long.toString(busy.pid());

    CommandRun run =
        Distribution.run(
            "record", "--engine", engine, "-p", pid, "-d", "1s", "-F", "499", "-o", stacks + "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("[kernel]: kernel addresses hidden");
    List<String> stacksSeen = Files.readAllLines(stacks);
    assertThat(stacksSeen).anyMatch(line -> line.matches(".*;" + KERNEL_FRAME + "(;.*)? \\d+"));
    assertThat(stacksSeen).noneMatch(line -> line.contains("uptime_proc_show"));
  }

  @Test
  void theDoctorNamesTheSettingAndTheWayOut() {
    CommandRun run = Distribution.run("doctor");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(DEGRADED);
    assertThat(run.out()).contains("kptr-restrict").contains("kernel.kptr_restrict is 2");
    assertThat(Distribution.run("doctor", "--fix", "podman").out())
        .contains("# on the host: sysctl -w kernel.kptr_restrict=1");
  }
}
