package dev.brazier.agent.permission;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.brazier.agent.CommandRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code brazier doctor --json} said in a container.
 *
 * @param verdict {@code full}, {@code degraded} or {@code blocked}
 * @param decisive the id of the check to mend first; empty where there is none
 * @param refusing the layers that it names by the id of each check that does not work, in its order
 */
record Diagnosis(String verdict, String decisive, Map<String, List<String>> refusing) {

  private static final Map<String, Integer> EXIT_CODES =
      Map.of("full", 0, "degraded", 4, "blocked", 3);

  static Diagnosis parse(CommandRun run) {
    try {
      JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
      String verdict = json.get("verdict").getAsString();
      if (run.exitCode() != EXIT_CODES.getOrDefault(verdict, -1)) {
        throw new AssertionError("exit code " + run.exitCode() + " with the verdict " + verdict);
      }
      Map<String, List<String>> refusing = new LinkedHashMap<>();
      for (JsonElement element : json.getAsJsonArray("checks")) {
        JsonObject check = element.getAsJsonObject();
        if (!check.get("result").getAsString().equals("ok")) {
          refusing.put(check.get("id").getAsString(), strings(check.getAsJsonArray("layers")));
        }
      }
      JsonElement decisive = json.get("decisive");
      return new Diagnosis(verdict, decisive.isJsonNull() ? "" : decisive.getAsString(), refusing);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new AssertionError("exit code " + run.exitCode() + ": " + run.out() + run.err(), e);
    }
  }

  /** What is not as it should be, one line each; empty where doctor is right. */
  List<String> errors(String expectedVerdict, List<Expected> checks) {
    List<String> errors = new ArrayList<>();
    if (!verdict.equals(expectedVerdict)) {
      errors.add("verdict %s instead of %s".formatted(verdict, expectedVerdict));
    }
    for (Expected check : checks) {
      List<String> named = refusing.getOrDefault(check.id(), List.of());
      if (!check.fits(named)) {
        errors.add("%s: named %s instead of %s".formatted(check.id(), named, check.layers()));
      }
    }
    if (verdict.equals("blocked") && !refusing.containsKey(decisive)) {
      errors.add("the decisive check '%s' is none that was refused".formatted(decisive));
    }
    return errors;
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }
}
