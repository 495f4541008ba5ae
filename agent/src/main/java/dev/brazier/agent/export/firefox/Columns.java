package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;

/** Tables of the format are objects of columns, each an array. */
final class Columns {

  private Columns() {}

  /** A column of texts. */
  static void texts(String name, List<String> texts, JsonWriter json) throws IOException {
    json.name(name).beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  /** A column of numbers. */
  static void numbers(String name, List<? extends Number> numbers, JsonWriter json)
      throws IOException {
    json.name(name).beginArray();
    for (Number number : numbers) {
      json.value(number);
    }
    json.endArray();
  }

  /** A column of the same number in every row. */
  static void same(String name, long value, int length, JsonWriter json) throws IOException {
    json.name(name).beginArray();
    for (int row = 0; row < length; row++) {
      json.value(value);
    }
    json.endArray();
  }

  /** A column of {@code false}. */
  static void no(String name, int length, JsonWriter json) throws IOException {
    json.name(name).beginArray();
    for (int row = 0; row < length; row++) {
      json.value(false);
    }
    json.endArray();
  }

  /** A column of {@code null}. */
  static void nothing(String name, int length, JsonWriter json) throws IOException {
    json.name(name).beginArray();
    for (int row = 0; row < length; row++) {
      json.nullValue();
    }
    json.endArray();
  }

  /** A table without rows. */
  static void empty(String name, List<String> columns, JsonWriter json) throws IOException {
    json.name(name).beginObject();
    for (String column : columns) {
      json.name(column).beginArray().endArray();
    }
    json.name("length").value(0);
    json.endObject();
  }
}
