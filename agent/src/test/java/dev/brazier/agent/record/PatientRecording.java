package dev.brazier.agent.record;

import dev.brazier.agent.profile.Profile;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Recordings whose duration is time on a CPU, not on the clock: where others want the CPUs too,
 * they last longer. So as much is seen of a program on a busy machine as on a quiet one, and what
 * happens once at the start weighs the same.
 */
final class PatientRecording {

  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final int LOOK_MILLIS = 250;

  private PatientRecording() {}

  /** Until there are as many samples as one thread gives that has a CPU for that long. */
  static Profile of(RecordingConfig config) {
    long wanted = config.frequency() * config.duration().orElseThrow().toMillis() / 1000;
    try (Recording recording = Recording.start(config.withDuration(LONGEST))) {
      return recording.run(
          (elapsed, samples, lost) -> {
            if (samples >= wanted) {
              recording.stop();
            }
          });
    }
  }

  /**
   * Until a workload, which need not be all that is recorded, has been on CPUs for that long.
   *
   * @param cpuTime of the workload so far
   */
  static Profile of(RecordingConfig config, Supplier<Duration> cpuTime) {
    // The thread that records has no time for other things.
    ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    try (Recording recording = Recording.start(config.withDuration(LONGEST))) {
      Duration wanted = cpuTime.get().plus(config.duration().orElseThrow());
      var look =
          looks.scheduleWithFixedDelay(
              () -> {
                if (cpuTime.get().compareTo(wanted) >= 0) {
                  recording.stop();
                }
              },
              LOOK_MILLIS,
              LOOK_MILLIS,
              TimeUnit.MILLISECONDS);
      Profile profile = recording.run();
      look.cancel(false);
      return profile;
    } finally {
      looks.shutdownNow();
    }
  }
}
