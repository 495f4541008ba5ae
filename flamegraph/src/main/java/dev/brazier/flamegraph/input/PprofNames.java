package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import dev.brazier.flamegraph.pprof.Function;
import dev.brazier.flamegraph.pprof.Line;
import dev.brazier.flamegraph.pprof.Location;
import dev.brazier.flamegraph.pprof.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a pprof profile: texts, files, functions and the places that samples name. */
final class PprofNames {
  private final List<String> texts = new ArrayList<>();
  private final Map<Long, Mapping> mappings = new HashMap<>();
  private final Map<Long, Function> functions = new HashMap<>();
  private final Map<Long, Location> locations = new HashMap<>();
  private final Map<Long, int[]> frames = new HashMap<>();

  void add(String text) {
    texts.add(text);
  }

  void add(Mapping mapping) {
    mappings.put(mapping.getId(), mapping);
  }

  void add(Function function) {
    functions.put(function.getId(), function);
  }

  void add(Location location) {
    locations.put(location.getId(), location);
  }

  /** A text by its place; empty where there is none. */
  String text(long place) {
    return place >= 0 && place < texts.size() ? texts.get((int) place) : "";
  }

  /** The numbers of a place's frames, the innermost first; null when the file has no such place. */
  int @Nullable [] frames(long location, Harvest harvest) {
    int[] known = frames.get(location);
    Location place = known == null ? locations.get(location) : null;
    if (place == null) {
      return known;
    }
    int[] numbers = frames(place).stream().mapToInt(harvest::frame).toArray();
    frames.put(location, numbers);
    return numbers;
  }

  private List<Frame> frames(Location location) {
    Mapping mapping = mappings.get(location.getMappingId());
    String file = mapping == null ? "" : text(mapping.getFilename());
    List<Line> lines = location.getLineList();
    if (lines.isEmpty()) {
      return List.of(CodeFile.unnamed(file));
    }
    List<Frame> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String name = name(functions.get(lines.get(i).getFunctionId()));
      boolean inlined = i < lines.size() - 1;
      if (name.isEmpty()) {
        found.add(CodeFile.unnamed(file));
      } else {
        found.add(inlined ? new Frame(name, FrameKind.INLINED) : CodeFile.function(name, file));
      }
    }
    return found;
  }

  private String name(@Nullable Function function) {
    if (function == null) {
      return "";
    }
    String name = text(function.getName());
    return name.isEmpty() ? text(function.getSystemName()) : name;
  }
}
