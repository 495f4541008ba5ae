package dev.brazier.bpf;

import java.time.Duration;

/**
 * A program that samples itself and says how it went; tests run it with less than full rights. Its
 * arguments are the rung, and the memory for all rings in bytes.
 */
final class SamplerProbe {
  private SamplerProbe() {}

  public static void main(String[] arguments) {
    CollectedSamples collected = new CollectedSamples();
    int self = (int) ProcessHandle.current().pid();
    SamplerConfig config =
        SamplerConfig.defaults()
            .withFrequency(997)
            .withRung(Rung.valueOf(arguments[0]))
            .withRingBytes(Integer.parseInt(arguments[1]));
    try (Sampler sampler = Sampler.open(config)) {
      sampler.start();
      collected.collect(
          sampler,
          () -> {
            spin();
            return collected.ofProcess(self) > 20;
          });
      sampler.stop();
      System.out.println("sampled self: " + (collected.ofProcess(self) > 20));
      System.out.println("hidden: " + (sampler.counters().total(Counter.HIDDEN) > 0));
      System.out.println("namespace: " + sampler.facts().pidNamespace());
      System.out.println("engine: " + sampler.facts().engine());
      System.out.println("others: " + collected.samples.stream().anyMatch(s -> s.tgid() != self));
      System.out.println("kernel: " + collected.samples.stream().anyMatch(s -> !s.inUserMode()));
      sampler.facts().notes().forEach(note -> System.out.println("note: " + note));
    } catch (BpfException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static void spin() {
    long end = System.nanoTime() + Duration.ofMillis(20).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
