package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.profile.ModuleFile;
import java.io.IOException;
import java.util.Locale;

/** Executables and shared libraries, as symbol servers identify them. */
final class Libraries {

  private static final int GUID_DIGITS = 32;

  private Libraries() {}

  static void write(ModuleFile file, String architecture, JsonWriter json) throws IOException {
    String path = file.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    json.beginObject();
    json.name("arch").value(architecture);
    json.name("name").value(name);
    json.name("path").value(path);
    json.name("debugName").value(name);
    json.name("debugPath").value(path);
    json.name("breakpadId").value(breakpadId(file.buildId()));
    json.name("codeId");
    if (file.buildId().isEmpty()) {
      json.nullValue();
    } else {
      json.value(file.buildId());
    }
    json.endObject();
  }

  /** The architecture that this program, and so the recorded machine, has. */
  static String architecture() {
    String here = System.getProperty("os.arch", "");
    return here.equals("amd64") ? "x86_64" : here;
  }

  /**
   * A build ID as Breakpad writes it: its first 16 bytes as a GUID, the first three parts of which
   * are little-endian, in upper case, and a 0 for the age. Empty for none.
   */
  static String breakpadId(String buildId) {
    if (buildId.isEmpty()) {
      return "";
    }
    String hex = (buildId + "0".repeat(GUID_DIGITS)).substring(0, GUID_DIGITS);
    String guid =
        swapped(hex.substring(0, 8))
            + swapped(hex.substring(8, 12))
            + swapped(hex.substring(12, 16))
            + hex.substring(16);
    return guid.toUpperCase(Locale.ROOT) + "0";
  }

  private static String swapped(String bytes) {
    StringBuilder swapped = new StringBuilder(bytes.length());
    for (int at = bytes.length() - 2; at >= 0; at -= 2) {
      swapped.append(bytes, at, at + 2);
    }
    return swapped.toString();
  }
}
