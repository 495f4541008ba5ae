package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StolenTimeTest {

  @TempDir Path proc;

  @Test
  void whatIsWorthTellingIsTold() throws Exception {
    cpus(1_000, 40);
    StolenTime stolen = StolenTime.from(new ProcRoot(proc));
    cpus(1_995, 45);
    assertThat(stolen.note("clocks went on")).isEmpty();

    cpus(1_800, 240);

    assertThat(stolen.note("clocks went on"))
        .containsExactly(
            "the hypervisor kept this machine from its CPUs for 20.0 % of their time (steal):"
                + " clocks went on");
  }

  @Test
  void whatIsUnknownIsNotTold() throws Exception {
    StolenTime stolen = StolenTime.from(new ProcRoot(proc));
    assertThat(stolen.note("")).isEmpty();

    cpus(10, 500);

    assertThat(stolen.note("")).isEmpty();
  }

  private void cpus(long busy, long stolen) throws IOException {
    Files.writeString(proc.resolve("stat"), "cpu  %d 0 0 0 0 0 0 %d 0 0%n".formatted(busy, stolen));
  }
}
