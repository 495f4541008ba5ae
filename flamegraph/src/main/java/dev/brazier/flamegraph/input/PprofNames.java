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
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The tables of a pprof profile: texts, files, functions and the places that samples name. */
final class PprofNames {
  private final List<String> texts = new ArrayList<>();
  private final Map<Long, Mapping> mappings = new HashMap<>();
  private final Map<Long, Function> functions = new HashMap<>();
  private final Map<Long, Location> locations = new HashMap<>();
  private final Map<Long, int[]> frames = new HashMap<>();

  /** Of the places that call a function to be left out: the outermost such one of their lines. */
  private final Map<Long, Integer> dropped = new HashMap<>();

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

  /**
   * Has functions left out; to be called when all names are there.
   *
   * @throws PatternSyntaxException if that cannot be done: all are shown then
   */
  void leaveOut(PprofPruning pruning) {
    Map<Long, Integer> found = new HashMap<>();
    for (Location place : locations.values()) {
      List<String> names =
          place.getLineList().stream().map(line -> shownName(line.getFunctionId())).toList();
      int line = pruning.outermostDropped(names);
      if (line != PprofPruning.NO_LINE) {
        found.put(place.getId(), line);
      }
    }
    dropped.putAll(found);
  }

  private String shownName(long function) {
    Function known = functions.get(function);
    return known == null ? "" : text(known.getName());
  }

  /**
   * How many places of a stack are left out, from the leaf on: all below the outermost one with a
   * function to be left out, and that one too unless callers of the function are inlined there.
   * What is outside of all functions to be shown is not looked at.
   *
   * @param stack the places, the innermost first
   */
  int leftOut(List<Long> stack) {
    boolean shown = false;
    for (int i = dropped.isEmpty() ? -1 : stack.size() - 1; i >= 0; i--) {
      Integer line = dropped.get(stack.get(i));
      if (line == null) {
        shown = true;
      } else if (shown) {
        return isOutermost(stack.get(i), line) ? i + 1 : i;
      }
    }
    return 0;
  }

  /** Whether a place is shown without some of its frames. */
  boolean isShortened(long place) {
    Integer line = dropped.get(place);
    return line != null && !isOutermost(place, line);
  }

  private boolean isOutermost(long place, int line) {
    Location location = locations.get(place);
    return location != null && line == location.getLineCount() - 1;
  }

  /**
   * The numbers of a place's frames, the innermost first, without those that are left out; null
   * when the file has no such place.
   */
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
    int last = dropped.getOrDefault(location.getId(), PprofPruning.NO_LINE);
    int first = last == lines.size() - 1 ? 0 : last + 1;
    for (int i = first; i < lines.size(); i++) {
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
