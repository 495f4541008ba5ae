package dev.brazier.agent.permission;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.record.Recording;
import dev.brazier.agent.record.RecordingConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * A program that records the machine and prints what it named; tests run it with less than full
 * rights. Its arguments are when to begin, in milliseconds since 1970, for how many milliseconds,
 * how often a second, and the pids to record, of which none stands for the whole machine.
 *
 * <p>It prints a line for the engine, and for each frame of each process one of these fields,
 * separated by tabs: pid, process, kind, module, reason, name, samples.
 */
public final class ProfileProbe {

  private ProfileProbe() {}

  public static void main(String[] arguments) throws InterruptedException {
    Recording.warmUp();
    Thread.sleep(Math.max(0, Long.parseLong(arguments[0]) - System.currentTimeMillis()));
    RecordingConfig config =
        RecordingConfig.defaults()
            .withDuration(Duration.ofMillis(Long.parseLong(arguments[1])))
            .withFrequency(Integer.parseInt(arguments[2]))
            .withPids(Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList());
    try (Recording recording = Recording.start(config)) {
      Profile profile = recording.run();
      StringBuilder printed = new StringBuilder(profile.facts().engine()).append('\n');
      samplesByFrame(profile)
          .forEach((frame, samples) -> printed.append(frame).append(samples).append('\n'));
      System.out.print(printed);
    }
  }

  private static Map<String, Long> samplesByFrame(Profile profile) {
    Map<String, Long> samples = new HashMap<>();
    for (ProfileStack stack : profile.stacks()) {
      String process = stack.process().pid() + "\t" + stack.process().name() + "\t";
      for (ProfileFrame frame : new HashSet<>(stack.frames())) {
        samples.merge(process + text(frame), stack.samples(), Long::sum);
      }
    }
    return samples;
  }

  private static String text(ProfileFrame frame) {
    String reason = frame.unnamed().map(Enum::name).orElse("");
    return "%s\t%s\t%s\t%s\t".formatted(frame.kind(), frame.module(), reason, frame.name());
  }
}
