package dev.brazier.container.seccomp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.brazier.container.seccomp.SeccompRule.Circumstances;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a profile, as strictly as the runtimes do, which are written in Go. */
final class ProfileReader {

  /** The part of gson's messages that is for people. */
  private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

  private ProfileReader() {}

  /** The outermost object of a text. */
  static JsonObject object(String json) throws MalformedProfileException {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedProfileException("there is more text after the profile's end");
      }
      if (element instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException | IOException | IllegalStateException e) {
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      throw new MalformedProfileException(
          "it is not JSON" + (place.find() ? " at " + place.group() : ""));
    }
    throw new MalformedProfileException("its JSON is no object");
  }

  /** A member that must be there and must be a text. */
  static String string(JsonObject object, String member, String where)
      throws MalformedProfileException {
    String text = optionalString(object, member, where);
    if (text == null) {
      throw new MalformedProfileException(where + member + " is missing");
    }
    return text;
  }

  static @Nullable String optionalString(JsonObject object, String member, String where)
      throws MalformedProfileException {
    JsonElement element = object.get(member);
    if (element == null || element.isJsonNull()) {
      return null;
    }
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new MalformedProfileException(where + member + " is no text");
  }

  /** The texts of an array; none when there is no such member. */
  static List<String> strings(JsonObject object, String member, String where)
      throws MalformedProfileException {
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array(object, member, where)) {
      if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
        throw new MalformedProfileException(where + member + " holds something that is no text");
      }
      texts.add(primitive.getAsString());
    }
    return texts;
  }

  static JsonArray array(JsonObject object, String member, String where)
      throws MalformedProfileException {
    JsonElement element = object.get(member);
    if (element == null || element.isJsonNull()) {
      return new JsonArray();
    }
    if (element instanceof JsonArray array) {
      return array;
    }
    throw new MalformedProfileException(where + member + " is no list");
  }

  static SeccompAction action(JsonObject object, String member, String where)
      throws MalformedProfileException {
    String label = string(object, member, where);
    return SeccompAction.of(label)
        .orElseThrow(
            () ->
                new MalformedProfileException(
                    where + member + " '" + label + "' is no action of seccomp"));
  }

  /** A number that may be missing. */
  static OptionalInt errno(JsonObject object, String member, String where)
      throws MalformedProfileException {
    JsonElement element = object.get(member);
    if (element == null || element.isJsonNull()) {
      return OptionalInt.empty();
    }
    try {
      if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
        return OptionalInt.of(Integer.parseUnsignedInt(primitive.getAsString()));
      }
    } catch (NumberFormatException outOfRange) {
      // Said below.
    }
    throw new MalformedProfileException(where + member + " is no whole number of 0 or more");
  }

  /** Entry {@code index} of {@code syscalls}. */
  static SeccompRule rule(JsonElement element, int index) throws MalformedProfileException {
    String where = "syscalls[" + index + "].";
    if (!(element instanceof JsonObject object)) {
      throw new MalformedProfileException("syscalls[" + index + "] is no object");
    }
    List<String> names = new ArrayList<>(strings(object, "names", where));
    String single = optionalString(object, "name", where);
    if (single != null) {
      names.add(single); // As Docker wrote it until 17.05, and still reads it.
    }
    return new SeccompRule(
        List.copyOf(names),
        action(object, "action", where),
        errno(object, "errnoRet", where),
        !array(object, "args", where).isEmpty(),
        circumstances(object, "includes", where),
        circumstances(object, "excludes", where));
  }

  private static @Nullable Circumstances circumstances(JsonObject rule, String member, String where)
      throws MalformedProfileException {
    JsonElement element = rule.get(member);
    if (element == null || element.isJsonNull()) {
      return null;
    }
    if (!(element instanceof JsonObject object)) {
      throw new MalformedProfileException(where + member + " is no object");
    }
    if (object.isEmpty()) {
      return null;
    }
    String inside = where + member + ".";
    return new Circumstances(
        List.copyOf(strings(object, "caps", inside)),
        List.copyOf(strings(object, "arches", inside)),
        optionalString(object, "minKernel", inside));
  }
}
