package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.export.JsonOutput;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.write.FactLines;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** What the profiler wants to know of a profile as a whole. */
final class Meta {

  private static final int PROCESSED_VERSION = 70;
  private static final int GECKO_VERSION = 36;

  /** What the profiler takes a sample for where nobody says. */
  private static final long UNKNOWN_INTERVAL_NANOS = 1_000_000;

  private Meta() {}

  static void write(Profile profile, long endNanos, JsonWriter json) throws IOException {
    ProfileFacts facts = profile.facts();
    json.beginObject();
    json.name("interval").value(JsonOutput.milliseconds(intervalNanos(profile)));
    json.name("startTime").value(facts.started().map(Meta::milliseconds).orElse(BigDecimal.ZERO));
    if (!facts.duration().isZero()) {
      json.name("profilingStartTime").value(0);
      json.name("profilingEndTime").value(JsonOutput.milliseconds(endNanos));
    }
    json.name("processType").value(0);
    json.name("categories");
    Category.writeAll(json);
    json.name("product").value(facts.host().isEmpty() ? "Profile" : facts.host());
    json.name("importedFrom").value("Brazier");
    json.name("stackwalk").value(1);
    json.name("version").value(GECKO_VERSION);
    json.name("preprocessedProfileVersion").value(PROCESSED_VERSION);
    json.name("oscpu").value(facts.recorded() ? "Linux " + Libraries.architecture() : "");
    if (facts.cpus() > 0) {
      json.name("logicalCPUs").value(facts.cpus());
    }
    json.name("symbolicated").value(true);
    json.name("symbolicationNotSupported").value(true);
    json.name("markerSchema").beginArray().endArray();
    json.name("sampleUnits").beginObject();
    json.name("time").value("ms");
    json.name("eventDelay").value("ms");
    json.name("threadCPUDelta").value("ns");
    json.endObject();
    json.name("usesOnlyOneStackType").value(true);
    json.name("sourceCodeIsNotOnSearchfox").value(true);
    json.name("extra");
    writeFacts(profile, json);
    json.endObject();
  }

  /** Time between two samples of a busy thread, in nanoseconds. */
  static long intervalNanos(Profile profile) {
    long nanos = profile.facts().weight().nanosPerCount();
    return nanos > 1 ? nanos : UNKNOWN_INTERVAL_NANOS;
  }

  private static BigDecimal milliseconds(Instant instant) {
    return JsonOutput.milliseconds(
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano()));
  }

  private static void writeFacts(Profile profile, JsonWriter json) throws IOException {
    json.beginArray();
    json.beginObject();
    json.name("label").value("Recording");
    json.name("entries").beginArray();
    int number = 1;
    for (String fact : FactLines.of(profile)) {
      write(number++, fact, json);
    }
    if (profile.timeline().isEmpty()) {
      write(number, "times are made up: samples follow each other in no order", json);
    }
    json.endArray();
    json.endObject();
    json.endArray();
  }

  private static void write(int number, String fact, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("label").value(Integer.toString(number));
    json.name("format").value("string");
    json.name("value").value(fact);
    json.endObject();
  }
}
