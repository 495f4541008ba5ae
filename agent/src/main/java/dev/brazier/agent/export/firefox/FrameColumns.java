package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.ModuleFile;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables that say what frames are: a frame lies in a function and in a library; a function has
 * a name and a resource, which is the module. One name in two modules is two functions, one
 * module's function in two files of it is one function with two frames.
 */
final class FrameColumns {

  private static final int LIBRARY = 1; // ResourceType.Library

  private final FrameNumbers frames;
  private final String architecture;
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<String, Integer> resources = new LinkedHashMap<>();
  private final Map<ProfileFrame, Integer> functions = new LinkedHashMap<>();
  private final Map<ModuleFile, Integer> libraries = new LinkedHashMap<>();

  FrameColumns(Profile profile, FrameNumbers frames) {
    this.frames = frames;
    this.architecture = profile.facts().recorded() ? Libraries.architecture() : "";
    for (ProfileFrame frame : frames.frames()) {
      number(strings, frame.name());
      if (!frame.module().isEmpty()) {
        number(strings, frame.module());
        number(resources, frame.module());
      }
      number(functions, frame.inAnyFile());
      frame.file().ifPresent(file -> number(libraries, file));
    }
  }

  void writeLibraries(JsonWriter json) throws IOException {
    json.beginArray();
    for (ModuleFile file : libraries.keySet()) {
      Libraries.write(file, architecture, json);
    }
    json.endArray();
  }

  /** Writes the members of {@code shared} but the stacks. */
  void write(JsonWriter json) throws IOException {
    writeFrames(json);
    writeFunctions(json);
    writeResources(json);
    Columns.empty("nativeSymbols", List.of("libIndex", "address", "name", "functionSize"), json);
    Columns.texts("stringArray", List.copyOf(strings.keySet()), json);
    Columns.empty(
        "sources",
        List.of("id", "filename", "startLine", "startColumn", "sourceMapURL", "content"),
        json);
    Columns.empty("sourceLocationTable", List.of("source", "line", "column"), json);
  }

  private void writeFrames(JsonWriter json) throws IOException {
    int length = frames.frames().size();
    List<Integer> library = new ArrayList<>(length);
    List<Integer> depth = new ArrayList<>(length);
    List<Integer> category = new ArrayList<>(length);
    List<Integer> function = new ArrayList<>(length);
    for (ProfileFrame frame : frames.frames()) {
      library.add(frame.fileOrNull() == null ? -1 : index(libraries, frame.fileOrNull()));
      depth.add(frame.kind() == Kind.INLINED ? 1 : 0);
      category.add(Category.of(frame).index());
      function.add(index(functions, frame.inAnyFile()));
    }
    json.name("frameTable").beginObject();
    Columns.same("address", -1, length, json);
    Columns.numbers("lib", library, json);
    Columns.numbers("inlineDepth", depth, json);
    Columns.numbers("category", category, json);
    Columns.same("subcategory", 0, length, json);
    Columns.numbers("func", function, json);
    Columns.nothing("nativeSymbol", length, json);
    Columns.same("innerWindowID", 0, length, json);
    Columns.nothing("line", length, json);
    Columns.nothing("column", length, json);
    Columns.nothing("originalLocation", length, json);
    json.name("length").value(length);
    json.endObject();
  }

  private void writeFunctions(JsonWriter json) throws IOException {
    int length = functions.size();
    List<Integer> name = new ArrayList<>(length);
    List<Integer> resource = new ArrayList<>(length);
    for (ProfileFrame function : functions.keySet()) {
      name.add(index(strings, function.name()));
      resource.add(function.module().isEmpty() ? -1 : index(resources, function.module()));
    }
    json.name("funcTable").beginObject();
    Columns.numbers("name", name, json);
    Columns.no("isJS", length, json);
    Columns.no("relevantForJS", length, json);
    Columns.numbers("resource", resource, json);
    Columns.nothing("source", length, json);
    Columns.nothing("lineNumber", length, json);
    Columns.nothing("columnNumber", length, json);
    Columns.nothing("originalLocation", length, json);
    json.name("length").value(length);
    json.endObject();
  }

  private void writeResources(JsonWriter json) throws IOException {
    int length = resources.size();
    List<Integer> name = resources.keySet().stream().map(module -> index(strings, module)).toList();
    json.name("resourceTable").beginObject();
    json.name("length").value(length);
    Columns.numbers("name", name, json);
    Columns.nothing("host", length, json);
    Columns.same("type", LIBRARY, length, json);
    json.endObject();
  }

  private static <T> void number(Map<T, Integer> numbers, T value) {
    numbers.putIfAbsent(value, numbers.size());
  }

  private static <T> int index(Map<T, Integer> numbers, T value) {
    Integer index = numbers.get(value);
    if (index == null) {
      throw new IllegalStateException("not numbered: " + value);
    }
    return index;
  }
}
