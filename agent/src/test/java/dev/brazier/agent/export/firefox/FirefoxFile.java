package dev.brazier.agent.export.firefox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of the Firefox Profiler as its published types describe it: checks the shape, and reads
 * stacks back.
 */
final class FirefoxFile {

  /** Tables of {@code shared} and their columns, from {@code src/types/profile.ts}. */
  private static final Map<String, Set<String>> TABLES =
      Map.of(
          "stackTable", Set.of("frame", "prefixOffset"),
          "frameTable",
              Set.of(
                  "address",
                  "lib",
                  "inlineDepth",
                  "category",
                  "subcategory",
                  "func",
                  "nativeSymbol",
                  "innerWindowID",
                  "line",
                  "column",
                  "originalLocation"),
          "funcTable",
              Set.of(
                  "name",
                  "isJS",
                  "relevantForJS",
                  "resource",
                  "source",
                  "lineNumber",
                  "columnNumber",
                  "originalLocation"),
          "resourceTable", Set.of("name", "host", "type"),
          "nativeSymbols", Set.of("libIndex", "address", "name", "functionSize"),
          "sources",
              Set.of("id", "filename", "startLine", "startColumn", "sourceMapURL", "content"),
          "sourceLocationTable", Set.of("source", "line", "column"));

  private static final Set<String> THREAD =
      Set.of(
          "processType",
          "processStartupTime",
          "processShutdownTime",
          "registerTime",
          "unregisterTime",
          "pausedRanges",
          "name",
          "isMainThread",
          "processName",
          "pid",
          "tid",
          "samples",
          "markers");

  private static final Set<String> LIB =
      Set.of("arch", "name", "path", "debugName", "debugPath", "breakpadId", "codeId");

  private static final Set<String> COLORS =
      Set.of(
          "transparent",
          "purple",
          "green",
          "orange",
          "yellow",
          "lightblue",
          "blue",
          "brown",
          "magenta",
          "red",
          "lightred",
          "darkgrey",
          "grey");

  private final JsonObject file;

  FirefoxFile(byte[] bytes) {
    file = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  JsonObject meta() {
    return file.getAsJsonObject("meta");
  }

  JsonArray libs() {
    return file.getAsJsonArray("libs");
  }

  List<JsonObject> threads() {
    List<JsonObject> threads = new ArrayList<>();
    file.getAsJsonArray("threads").forEach(thread -> threads.add(thread.getAsJsonObject()));
    return threads;
  }

  /** Everything that the types demand and a loader relies on. */
  FirefoxFile checked() {
    assertThat(file.keySet()).containsExactlyInAnyOrder("meta", "libs", "shared", "threads");
    checkMeta();
    libs().forEach(lib -> assertThat(lib.getAsJsonObject().keySet()).isEqualTo(LIB));
    TABLES.forEach((name, columns) -> checkTable(table(name), columns));
    checkIndices();
    threads().forEach(this::checkThread);
    return this;
  }

  private void checkMeta() {
    assertThat(meta().keySet())
        .contains(
            "interval",
            "startTime",
            "processType",
            "product",
            "stackwalk",
            "version",
            "preprocessedProfileVersion",
            "markerSchema");
    JsonArray categories = meta().getAsJsonArray("categories");
    for (JsonElement category : categories) {
      assertThat(COLORS).contains(category.getAsJsonObject().get("color").getAsString());
      JsonArray subcategories = category.getAsJsonObject().getAsJsonArray("subcategories");
      assertThat(subcategories.get(0).getAsString()).isEqualTo("Other");
    }
    assertThat(categories.get(0).getAsJsonObject().get("color").getAsString()).isEqualTo("grey");
  }

  private static void checkTable(JsonObject table, Set<String> columns) {
    int length = table.get("length").getAsInt();
    assertThat(table.keySet()).hasSize(columns.size() + 1).containsAll(columns);
    for (String column : columns) {
      assertThat(table.getAsJsonArray(column)).as(column).hasSize(length);
    }
  }

  private void checkIndices() {
    JsonArray offsets = table("stackTable").getAsJsonArray("prefixOffset");
    for (int node = 0; node < offsets.size(); node++) {
      assertThat(offsets.get(node).getAsInt()).isBetween(0, node);
    }
    checkIndices("stackTable", "frame", 0, length("frameTable"));
    checkIndices("frameTable", "func", 0, length("funcTable"));
    checkIndices("frameTable", "lib", -1, libs().size());
    checkIndices("frameTable", "category", 0, meta().getAsJsonArray("categories").size());
    checkIndices("funcTable", "name", 0, strings().size());
    checkIndices("funcTable", "resource", -1, length("resourceTable"));
    checkIndices("resourceTable", "name", 0, strings().size());
  }

  private void checkIndices(String table, String column, int least, int end) {
    for (JsonElement index : table(table).getAsJsonArray(column)) {
      assertThat(index.getAsInt()).as(column).isGreaterThanOrEqualTo(least).isLessThan(end);
    }
  }

  private void checkThread(JsonObject thread) {
    assertThat(thread.keySet()).isEqualTo(THREAD);
    assertThat(thread.getAsJsonPrimitive("pid").isString()).isTrue();
    JsonObject samples = thread.getAsJsonObject("samples");
    int length = samples.get("length").getAsInt();
    for (String column : List.of("stack", "time", "weight")) {
      assertThat(samples.getAsJsonArray(column)).as(column).hasSize(length);
    }
    double before = 0;
    for (JsonElement time : samples.getAsJsonArray("time")) {
      assertThat(time.getAsDouble()).isGreaterThanOrEqualTo(before);
      before = time.getAsDouble();
    }
    for (JsonElement stack : samples.getAsJsonArray("stack")) {
      assertThat(stack.isJsonNull() || stack.getAsInt() < length("stackTable")).isTrue();
    }
    checkTable(
        thread.getAsJsonObject("markers"),
        Set.of("data", "name", "startTime", "endTime", "phase", "category"));
  }

  /** The frames of a thread's sample, outermost first, joined by semicolons. */
  String stack(JsonObject thread, int sample) {
    JsonElement leaf = thread.getAsJsonObject("samples").getAsJsonArray("stack").get(sample);
    Deque<String> names = new ArrayDeque<>();
    int node = leaf.isJsonNull() ? -1 : leaf.getAsInt();
    while (node >= 0) {
      names.addFirst(functionName(index("stackTable", "frame", node)));
      int offset = index("stackTable", "prefixOffset", node);
      node = offset == 0 ? -1 : node - offset;
    }
    return String.join(";", names);
  }

  /** The names of all functions. */
  List<String> functionNames() {
    List<String> names = new ArrayList<>();
    for (int frame = 0; frame < length("frameTable"); frame++) {
      names.add(functionName(frame));
    }
    return names;
  }

  private String functionName(int frame) {
    int name = index("funcTable", "name", index("frameTable", "func", frame));
    return strings().get(name).getAsString();
  }

  private int index(String table, String column, int row) {
    return table(table).getAsJsonArray(column).get(row).getAsInt();
  }

  private int length(String table) {
    return table(table).get("length").getAsInt();
  }

  private JsonArray strings() {
    return file.getAsJsonObject("shared").getAsJsonArray("stringArray");
  }

  private JsonObject table(String name) {
    return file.getAsJsonObject("shared").getAsJsonObject(name);
  }
}
