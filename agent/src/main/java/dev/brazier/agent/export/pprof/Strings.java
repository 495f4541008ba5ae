package dev.brazier.agent.export.pprof;

import com.google.protobuf.CodedOutputStream;
import dev.brazier.agent.export.Utf8;
import dev.brazier.flamegraph.pprof.Profile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of texts, which all else refers to by index. The first is empty. */
final class Strings {

  private final Map<String, Long> indices = new LinkedHashMap<>();

  Strings() {
    index("");
  }

  long index(String text) {
    Long known = indices.putIfAbsent(text, (long) indices.size());
    return known == null ? indices.size() - 1 : known;
  }

  void write(CodedOutputStream message) throws IOException {
    for (String text : indices.keySet()) {
      message.writeByteArray(Profile.STRING_TABLE_FIELD_NUMBER, Utf8.bytes(text));
    }
  }
}
