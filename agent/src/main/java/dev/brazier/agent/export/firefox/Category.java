package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.profile.ProfileFrame;
import java.io.IOException;

/** Groups of frames, which the profiler colours its graphs by. The grey one is its default. */
enum Category {
  UNKNOWN("No name", "grey"),
  KERNEL("Kernel", "orange"),
  NATIVE("Native", "blue"),
  JIT("JIT", "green"),
  INTERPRETED("Interpreted", "yellow"),
  INLINED("Inlined", "lightblue");

  private final String label;
  private final String color;

  Category(String label, String color) {
    this.label = label;
    this.color = color;
  }

  static Category of(ProfileFrame frame) {
    if (frame.unnamed().isPresent()) {
      return UNKNOWN;
    }
    return switch (frame.kind()) {
      case KERNEL -> KERNEL;
      case NATIVE -> NATIVE;
      case JIT -> JIT;
      case INTERPRETED -> INTERPRETED;
      case INLINED -> INLINED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Its place in the list of categories. */
  @SuppressWarnings("EnumOrdinal") // the list is written in this order
  int index() {
    return ordinal();
  }

  static void writeAll(JsonWriter json) throws IOException {
    json.beginArray();
    for (Category category : values()) {
      json.beginObject();
      json.name("name").value(category.label);
      json.name("color").value(category.color);
      json.name("subcategories").beginArray().value("Other").endArray();
      json.endObject();
    }
    json.endArray();
  }
}
