package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@link ProfileProbe} printed.
 *
 * @param engine its first line
 * @param samples by frame of a process, in the fields of the probe
 */
record NamedFrames(String engine, Map<List<String>, Long> samples) {

  private static final int PID = 0;
  private static final int NAME = 5;
  private static final int SAMPLES = 6;

  static NamedFrames of(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    Map<List<String>, Long> samples = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = List.of(line.split("\t", -1));
      samples.put(fields.subList(PID, SAMPLES), Long.parseLong(fields.get(SAMPLES)));
    }
    return new NamedFrames(lines.get(0), samples);
  }

  /** Those of these processes alone. */
  NamedFrames ofProcesses(Collection<Integer> pids) {
    return new NamedFrames(
        engine,
        samples.entrySet().stream()
            .filter(entry -> pids.contains(Integer.parseInt(entry.getKey().get(PID))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The processes that were sampled. */
  Set<Integer> pids() {
    return samples.keySet().stream()
        .map(frame -> Integer.parseInt(frame.get(PID)))
        .collect(Collectors.toSet());
  }

  /** Frames with at least so many samples here and not one in the other. */
  List<String> missingIn(NamedFrames other, long atLeast) {
    List<String> missing = new ArrayList<>();
    samples.forEach(
        (frame, count) -> {
          if (count >= atLeast && !other.samples.containsKey(frame)) {
            missing.add(count + " " + frame);
          }
        });
    return missing;
  }

  /** The names of the frames of one process. */
  List<String> names(int pid) {
    return samples.keySet().stream()
        .filter(frame -> frame.get(PID).equals(Integer.toString(pid)))
        .map(frame -> frame.get(NAME))
        .toList();
  }
}
