package dev.brazier.bpf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Keeps all that a sampler delivers, and answers its file requests. */
final class CollectedSamples implements SampleHandler {
  final List<FileSighting> files = new ArrayList<>();
  final List<StackSample> samples = new ArrayList<>();

  @Override
  public void file(FileSighting file) {
    files.add(file);
  }

  @Override
  public void sample(SampleView sample) {
    samples.add(sample.toSample());
  }

  /** Drains until the condition holds; half a minute at most. */
  void collect(Sampler sampler, BooleanSupplier enough) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() < end) {
      sampler.await(Duration.ofMillis(20));
      int before = files.size();
      sampler.drain(this);
      files.subList(before, files.size()).forEach(sampler::answered);
    }
  }

  long ofProcess(int tgid) {
    return samples.stream().filter(sample -> sample.tgid() == tgid).count();
  }
}
