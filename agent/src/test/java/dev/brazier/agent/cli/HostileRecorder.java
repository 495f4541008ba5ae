package dev.brazier.agent.cli;

import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;

/** A program that has hostile names for its methods and threads, and records itself. */
public final class HostileRecorder {
  /** Deeper stacks than Flight Recorder keeps at most are of one method that calls itself. */
  static final int DEEPEST = 2048;

  private static final int STACK_BYTES = 1 << 28;

  static final List<HostileStacks> KINDS = kinds();

  @Name("test.Hostile")
  static final class Seen extends Event {}

  private HostileRecorder() {}

  private static List<HostileStacks> kinds() {
    List<HostileStacks> kinds = new ArrayList<>();
    HostileStacks.ALL.forEach(kind -> kinds.add(shortened(kind)));
    kinds.add(new HostileStacks("halves of pairs", List.of("\ud83d", "a\udd25b", "\udd25\ud83d")));
    kinds.add(
        new HostileStacks("parts of names", List.of("a.b", "c;d", "[e", "f/g", "<h>", "(i)")));
    return List.copyOf(kinds);
  }

  private static HostileStacks shortened(HostileStacks kind) {
    List<String> frames =
        kind.frames().stream()
            .map(name -> name.substring(0, Math.min(name.length(), HostileClasses.LONGEST)))
            .toList();
    return new HostileStacks(kind.what(), frames);
  }

  static String threadName(HostileStacks kind) {
    String all = new LinkedHashSet<>(kind.frames()).stream().collect(Collectors.joining(" | "));
    return all.substring(0, Math.min(all.length(), HostileClasses.LONGEST));
  }

  /**
   * Records each kind of {@link #KINDS}.
   *
   * @param arguments the folder for the recordings, which have the number of their kind
   */
  public static void main(String[] arguments) throws Exception {
    int number = 0;
    for (HostileStacks kind : KINDS) {
      Path file = Path.of(arguments[0], number++ + ".jfr");
      try (Recording recording = new Recording()) {
        recording.enable(Seen.class);
        recording.start();
        Runnable seen = seen(kind);
        run(threadName(kind), seen, HostileStacks.COUNT);
        run("plain", HostileRecorder::last, 1);
        recording.dump(file);
      }
    }
  }

  private static Runnable seen(HostileStacks kind) throws Exception {
    if (kind.frames().size() > DEEPEST) {
      return () -> deeper(kind.frames().size());
    }
    MethodHandle chain = new HostileClasses().chain(kind.frames(), HostileRecorder.class);
    return () -> {
      try {
        chain.invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static void run(String name, Runnable work, int times) throws InterruptedException {
    Runnable all =
        () -> {
          for (int i = 0; i < times; i++) {
            work.run();
          }
        };
    Thread thread = new Thread(null, all, name, STACK_BYTES);
    thread.start();
    thread.join();
  }

  private static void deeper(int more) {
    if (more == 0) {
      last();
    } else {
      deeper(more - 1);
    }
  }

  /** What all stacks end in; public for the classes that call it. */
  public static void last() {
    new Seen().commit();
  }
}
