package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.pprof.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** What the labels of pprof samples tell of where they were seen; each tool has its own words. */
final class PprofOrigins {
  private final PprofNames names;
  private final Map<List<Label>, InputOrigin> origins = new HashMap<>();
  private final TreeSet<String> others = new TreeSet<>();

  PprofOrigins(PprofNames names) {
    this.names = names;
  }

  InputOrigin of(List<Label> labels) {
    return labels.isEmpty()
        ? InputOrigin.UNKNOWN
        : origins.computeIfAbsent(List.copyOf(labels), this::read);
  }

  /** Says which labels the picture does not show. */
  void noteTo(Harvest harvest) {
    if (!others.isEmpty()) {
      harvest.note("labels that are not shown: " + Excerpt.of(String.join(", ", others)));
    }
  }

  private InputOrigin read(List<Label> labels) {
    String container = "";
    String process = "";
    String thread = "";
    OptionalInt pid = OptionalInt.empty();
    OptionalInt tid = OptionalInt.empty();
    for (Label label : labels) {
      String key = names.text(label.getKey());
      switch (key) {
        case "container", "container_name", "container.name" -> container = text(label);
        case "process", "process_name", "process.executable.name", "comm" -> process = text(label);
        case "thread", "thread_name", "thread name", "thread.name" -> thread = text(label);
        case "pid", "process_id", "process.pid" -> pid = number(label);
        case "tid", "thread_id", "thread id", "thread.id" -> tid = number(label);
        default -> others.add(key);
      }
    }
    return new InputOrigin(container, process, pid, thread, tid);
  }

  private String text(Label label) {
    return label.getStr() == 0 ? Long.toString(label.getNum()) : names.text(label.getStr());
  }

  private OptionalInt number(Label label) {
    try {
      return OptionalInt.of(Integer.parseInt(text(label)));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
