package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code brazier doctor} in containers whose privileges the test sets: it must name the layer that
 * is at fault, and do away with it by what its {@code --fix docker} prints. A share of all
 * combinations; {@code -Dbrazier.matrix=all} takes every one.
 */
final class PermissionMatrixIT {

  private static final Path SETTINGS = Path.of("/proc/sys/kernel");

  private final List<String> errors = new ArrayList<>();
  private int right;
  private int fixes;
  private int worked;

  @TempDir private Path folder = Path.of("");

  /** A process of neither user. */
  private @Nullable Process another;

  @BeforeEach
  void theMachineIsAsTheMatrixExpects() throws Exception {
    assumeTrue(setting("perf_event_paranoid") == 2, "kernel.perf_event_paranoid is not 2");
    assumeTrue(setting("unprivileged_bpf_disabled") > 0, "unprivileged BPF is enabled");
    assumeTrue(setting("kptr_restrict") < 2, "kernel.kptr_restrict is 2");
    another = new ProcessBuilder("setpriv", "--reuid=1000", "sleep", "3600").start();
  }

  @AfterEach
  void endTheOtherProcess() {
    if (another != null) {
      another.destroyForcibly();
    }
  }

  @Test
  void doctorNamesTheLayerAtFaultAndItsLinesMendIt() throws Exception {
    boolean all = System.getProperty("brazier.matrix", "").equals("all");
    List<Cell> cells = all ? Cell.all() : Cell.share();
    Bundle bundle = new Bundle(folder);

    for (Cell cell : cells) {
      examine(cell, bundle);
    }

    String counts =
        "%d cells, %d right diagnoses, %d of %d fixes worked"
            .formatted(cells.size(), right, worked, fixes);
    System.out.println("permission matrix: " + counts);
    Files.write(Path.of("target/permission-matrix.txt"), List.of(counts));
    assertThat(errors).as(counts).isEmpty();
  }

  private void examine(Cell cell, Bundle bundle) throws Exception {
    try {
      Diagnosis diagnosis = diagnose(cell.start(), bundle);
      List<String> wrong = diagnosis.errors(cell.verdict(), cell.expected());
      wrong.forEach(error -> errors.add(cell + ": " + error));
      right += wrong.isEmpty() ? 1 : 0;
      if (!cell.verdict().equals("full")) {
        fix(cell, bundle);
      }
    } catch (AssertionError e) {
      errors.add(cell + ": " + e.getMessage());
    }
  }

  private void fix(Cell cell, Bundle bundle) throws Exception {
    fixes++;
    Start start = cell.start();
    String lines = bundle.run(start.grant(), start.command("doctor", "--fix", "docker")).out();
    Diagnosis mended = diagnose(DockerFix.apply(lines, start), bundle);
    if (mended.verdict().equals("full")) {
      worked++;
    } else {
      errors.add("%s: after the fix %s%n%s".formatted(cell, mended, lines));
    }
  }

  private static Diagnosis diagnose(Start start, Bundle bundle) throws Exception {
    return Diagnosis.parse(bundle.run(start.grant(), start.command("doctor", "--json")));
  }

  private static int setting(String name) throws Exception {
    return Integer.parseInt(Files.readString(SETTINGS.resolve(name)).strip());
  }
}
