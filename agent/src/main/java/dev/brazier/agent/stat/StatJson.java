package dev.brazier.agent.stat;

import com.google.gson.stream.JsonWriter;
import dev.brazier.bpf.counter.CounterEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reports as JSON, one object in one line each: schema {@code brazier.stat/1}. */
public final class StatJson {

  /** Names the shape; a change that breaks a reader counts it up. */
  public static final String SCHEMA = "brazier.stat/1";

  private StatJson() {}

  /** One report. */
  public static String line(StatReport report) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("schema").value(SCHEMA);
      json.name("started").value(report.started().toString());
      json.name("until").value(report.until().toNanos() / 1e9);
      json.name("seconds").value(report.length().toNanos() / 1e9);
      json.name("subjects").beginArray();
      for (SubjectCounts subject : report.subjects()) {
        write(json, subject);
      }
      json.endArray();
      json.name("notes").beginArray();
      for (String note : report.notes()) {
        json.value(note);
      }
      json.endArray();
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonWriter json, SubjectCounts subject) throws IOException {
    json.beginObject();
    json.name("kind").value(subject.subject().kind().toString());
    json.name("name").value(subject.subject().name());
    json.name("counters").value(subject.how());
    json.name("seconds").value(subject.length().toNanos() / 1e9);
    json.name("counts").beginObject();
    for (Map.Entry<CounterEvent, Count> entry : subject.counts().entrySet()) {
      if (entry.getValue() instanceof Count.Counted counted) {
        json.name(entry.getKey().toString());
        write(json, entry.getKey(), counted, subject);
      }
    }
    json.endObject();
    json.name("missing").beginObject();
    for (Map.Entry<CounterEvent, Count> entry : subject.counts().entrySet()) {
      if (entry.getValue() instanceof Count.Missing missing) {
        json.name(entry.getKey().toString()).beginObject();
        json.name("errno").value(missing.errno());
        json.name("reason").value(missing.reason());
        json.endObject();
      }
    }
    json.endObject();
    json.endObject();
  }

  private static void write(
      JsonWriter json, CounterEvent event, Count.Counted count, SubjectCounts subject)
      throws IOException {
    json.beginObject();
    json.name("value").value(count.value());
    json.name("unit").value(event.time() ? "ns" : "events");
    json.name("mode").value(count.userOnly() ? "user" : "all");
    json.name("share").value(count.share());
    if (count.placesWithout() > 0) {
      json.name("placesWithout").value(count.placesWithout());
    }
    var derived = Derived.of(event, subject);
    if (derived.isPresent()) {
      json.name(derived.get().name()).value(derived.get().value());
    }
    json.endObject();
  }
}
