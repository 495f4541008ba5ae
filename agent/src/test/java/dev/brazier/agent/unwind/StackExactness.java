package dev.brazier.agent.unwind;

import dev.brazier.bpf.HostWalk;
import dev.brazier.bpf.StackEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Compares stacks of a running process, stopped again and again, with what gdb finds on them: frame
 * by frame, without those of inlined functions and tail calls, which gdb reconstructs.
 */
final class StackExactness {
  private static final int LONGEST_PAUSE_MILLIS = 50;

  private final Random dice = new Random(5);
  private final Map<StackEnd, Integer> ends = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private int stacks;
  private int frames;
  private int inSignals;

  /**
   * Compares stacks of all threads of each process in turn, for {@code exactness.sh}.
   *
   * @param arguments the gdb script, how many stacks of each process, and pairs of a name and a
   *     process
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path script = Path.of(arguments[0]);
    int wanted = Integer.parseInt(arguments[1]);
    boolean equal = true;
    for (int i = 2; i + 1 < arguments.length; i += 2) {
      StackExactness exactness = new StackExactness();
      try {
        exactness.compare(Integer.parseInt(arguments[i + 1]), wanted, script);
      } catch (IOException e) {
        System.out.println(arguments[i] + ": " + e.getMessage());
      }
      System.out.println(exactness.row(arguments[i]));
      exactness.differences.stream().limit(5).forEach(text -> System.out.println("  " + text));
      equal &= exactness.differences.isEmpty() && exactness.stacks > 0;
    }
    System.exit(equal ? 0 : 1);
  }

  /** Stops a process until so many stacks were compared. */
  void compare(int pid, int wanted, Path script) throws IOException, InterruptedException {
    HostWalk walk = HostWalk.ofStacksOf(StackRecorder.machine());
    try (StoppedProcess process = new StoppedProcess(pid);
        GdbSession gdb = GdbSession.of(pid, script)) {
      while (stacks < wanted) {
        for (GdbStack stack : gdb.stop()) {
          add(StackComparison.of(stack, process, walk));
        }
        gdb.go();
        Thread.sleep(dice.nextInt(LONGEST_PAUSE_MILLIS));
      }
    }
  }

  private void add(StackComparison compared) {
    stacks++;
    frames += compared.gdb().frames().size();
    if (compared.gdb().frames().stream().anyMatch(frame -> frame.interrupted())) {
      inSignals++;
    }
    ends.merge(compared.walked().end(), 1, Integer::sum);
    compared.difference().ifPresent(differences::add);
  }

  int stacks() {
    return stacks;
  }

  int frames() {
    return frames;
  }

  /** Where a stack was not what gdb found, in words. */
  List<String> differences() {
    return differences;
  }

  private String row(String name) {
    return String.format(
        Locale.ROOT,
        "%-16s %4d stacks %4d equal  %5.1f frames each  %3d in signal handlers  ended %s",
        name,
        stacks,
        stacks - differences.size(),
        stacks == 0 ? 0.0 : (double) frames / stacks,
        inSignals,
        ends);
  }
}
