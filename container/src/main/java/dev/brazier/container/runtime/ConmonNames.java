package dev.brazier.container.runtime;

import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names from the command lines of conmon, the process that watches over each container of Podman
 * and CRI-O: they tell the name even where the container storage lies in an unusual place.
 */
final class ConmonNames {
  private ConmonNames() {}

  /** The name of every watched container by its full id. */
  static Map<String, String> read(ProcRoot proc, Problems problems) {
    Map<String, String> names = new HashMap<>();
    try {
      for (int pid : proc.pids()) {
        if (proc.comm(pid) instanceof ProcReading.Read<String> comm
            && comm.value().equals("conmon")
            && proc.commandLine(pid) instanceof ProcReading.Read<List<String>> line) {
          addName(line.value(), names);
        }
      }
    } catch (IOException failure) {
      problems.add("list processes: " + failure.getMessage());
    }
    return names;
  }

  /** {@code conmon … -c ID … -n NAME …}, or the long forms. */
  static void addName(List<String> arguments, Map<String, String> names) {
    String id = "";
    String name = "";
    for (int i = 1; i + 1 < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "-c", "--cid" -> id = arguments.get(i + 1);
        case "-n", "--name" -> name = arguments.get(i + 1);
        default -> {}
      }
    }
    if (!id.isEmpty() && !name.isEmpty()) {
      names.put(id, name);
    }
  }
}
