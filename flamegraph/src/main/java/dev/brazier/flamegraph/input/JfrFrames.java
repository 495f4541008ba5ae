package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import org.jspecify.annotations.Nullable;

/** The frames of Flight Recorder, and of async-profiler where it writes the same files. */
final class JfrFrames {
  /** A chunk has its own methods; those of old ones are forgotten when there are so many. */
  private static final int MOST_METHODS = 1 << 18;

  private final Harvest harvest;
  private final Map<FrameKind, Map<RecordedMethod, Integer>> known = new EnumMap<>(FrameKind.class);

  JfrFrames(Harvest harvest) {
    this.harvest = harvest;
  }

  int number(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    if (method == null) {
      return harvest.frame(CodeFile.unnamed(""));
    }
    FrameKind kind = kind(frame.getType());
    Map<RecordedMethod, Integer> numbers =
        known.computeIfAbsent(kind, unused -> new IdentityHashMap<>());
    if (numbers.size() > MOST_METHODS) {
      numbers.clear();
    }
    Integer number = numbers.get(method);
    if (number == null) {
      String name = name(method);
      number = harvest.frame(name.isEmpty() ? CodeFile.unnamed("") : new Frame(name, kind));
      numbers.put(method, number);
    }
    return number;
  }

  /** What stands for the callers that the recorder cut off. */
  int truncated() {
    return harvest.frame(new Frame("[truncated]", FrameKind.UNKNOWN));
  }

  private static String name(RecordedMethod method) {
    String name = method.getName() == null ? "" : method.getName();
    String type = method.getType() == null ? "" : method.getType().getName();
    return type == null || type.isEmpty() ? name : type + "." + name;
  }

  private static FrameKind kind(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "Interpreted" -> FrameKind.INTERPRETED;
      case "JIT compiled", "C1 compiled" -> FrameKind.JIT;
      case "Inlined" -> FrameKind.INLINED;
      case "Kernel" -> FrameKind.KERNEL;
      default -> FrameKind.NATIVE;
    };
  }
}
