package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code brazier doctor} on Debian's kernels with settings that this machine's kernel does not have
 * or must not be given: it must name the layer that is at fault, and do away with it by what its
 * {@code --fix setcap} prints. A share of all cells on one kernel; {@code
 * -Dbrazier.kernels=6.1,newest} takes every one on these.
 */
final class KernelMatrixIT {

  private static final Path COUNTS = Path.of("target/permission-kernels.txt");

  private final List<String> errors = new ArrayList<>();
  private final List<String> counts = new ArrayList<>();

  @Test
  void doctorNamesTheLayerAtFaultAndItsLinesMendIt() throws Exception {
    String kernels = System.getProperty("brazier.kernels", "");
    if (kernels.isEmpty()) {
      examine("6.1", share());
    } else {
      for (String kernel : kernels.split(",", -1)) {
        examine(kernel, all(kernel));
      }
    }

    counts.forEach(line -> System.out.println("permission on kernels: " + line));
    Files.write(COUNTS, counts);
    assertThat(errors).as(counts.toString()).isEmpty();
  }

  private static List<KernelCell> all(String kernel) {
    List<KernelCell> cells = new ArrayList<>();
    Stream.of(KernelCell.levels(), KernelLayers.all())
        .flatMap(List::stream)
        .map(cell -> kernel.equals("5.10") ? cell.with("bpf.iterator", "old-kernel") : cell)
        .forEach(cells::add);
    return cells;
  }

  /** Layers that most people meet, and those where most can go wrong: a minute and a half. */
  private static List<KernelCell> share() {
    List<KernelCell> cells = new ArrayList<>();
    cells.add(KernelCell.level(-1, Grants.NOTHING));
    cells.add(KernelCell.level(3, Grants.PERFMON_BPF));
    cells.add(KernelCell.level(3, Grants.SYS_ADMIN));
    List<String> others = List.of("hidepid=2", "lockdown=confidentiality");
    KernelLayers.all().stream().filter(cell -> others.contains(cell.name())).forEach(cells::add);
    return cells;
  }

  private void examine(String kernel, List<KernelCell> cells) throws IOException {
    try (Examiner examiner = new Examiner(kernel)) {
      for (KernelCell cell : cells) {
        examiner.examine(cell);
      }
      counts.add(examiner.counts());
      errors.addAll(examiner.errors());
    }
  }
}
