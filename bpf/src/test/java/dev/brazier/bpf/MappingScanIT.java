package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is mapped already is listed as samples will meet it. */
final class MappingScanIT {
  private final List<FileSighting> listed = new ArrayList<>();
  private final CollectedSamples collected = new CollectedSamples();

  @Test
  void listsEachMappedFileOnceWithTheNumberThatSamplesGiveIt() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler =
            Sampler.open(
                SamplerConfig.defaults()
                    .withFrequency(999)
                    .withTargets(Targets.processes(Set.of(busy.tgid()))))) {
      sampler.scanMappings(listed::add);

      String shell = Files.readSymbolicLink(Path.of("/proc/" + busy.tgid() + "/exe")).toString();
      FileSighting executable =
          listed.stream()
              .filter(file -> shell.endsWith("/" + file.name()) && !file.name().isEmpty())
              .findFirst()
              .orElseThrow();
      assertThat(executable.inode()).isEqualTo(Files.getAttribute(Path.of(shell), "unix:ino"));
      assertThat(listed).extracting(FileSighting::name).contains("libc.so.6");
      assertThat(listed).filteredOn(FileSighting::vdso).hasSize(1);
      assertThat(listed).extracting(FileSighting::fileId).doesNotHaveDuplicates();

      sampler.start();
      collected.collect(sampler, () -> collected.samples.size() > 50);
      assertThat(collected.samples.stream().filter(StackSample::inUserMode))
          .isNotEmpty()
          .allMatch(sample -> FrameWord.fileId(sample.userFrames().word(0)) > 0);
      assertThat(
              collected.samples.stream()
                  .filter(StackSample::inUserMode)
                  .map(sample -> FrameWord.fileId(sample.userFrames().word(0))))
          .contains(executable.fileId());
    }
  }

  @Test
  void listsNothingTwice() {
    try (Sampler sampler = Sampler.open(SamplerConfig.defaults())) {
      sampler.scanMappings(listed::add);
      int first = listed.size();
      sampler.scanMappings(listed::add);

      assertThat(first).isGreaterThan(5);
      assertThat(listed)
          .as("but for what was mapped meanwhile")
          .extracting(FileSighting::fileId)
          .doesNotHaveDuplicates();
    }
  }
}
