package dev.brazier.agent.export.speedscope;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.export.Track;
import dev.brazier.agent.export.TrackNames;
import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.SampleWeight;
import java.io.IOException;
import java.util.Set;

/** Writes the list of profiles, each as stacks and the weight of each. */
final class SpeedscopeProfiles {

  /** The units of the schema; all else is counted in {@code none}. */
  private static final Set<String> UNITS =
      Set.of("bytes", "microseconds", "milliseconds", "nanoseconds", "seconds");

  private final Profile profile;
  private final SpeedscopeFrames frames;
  private final JsonWriter json;
  private final String unit;
  private final long weight;

  SpeedscopeProfiles(Profile profile, SpeedscopeFrames frames, JsonWriter json) {
    this.profile = profile;
    this.frames = frames;
    this.json = json;
    SampleWeight counted = profile.facts().weight();
    boolean timed = counted.nanosPerCount() > 0;
    this.weight = timed ? counted.nanosPerCount() : 1;
    String plain = UNITS.contains(counted.unit()) ? counted.unit() : "none";
    this.unit = timed ? SampleWeight.NANOSECONDS : plain;
  }

  /** All stacks in one profile, under their containers and processes. */
  void writeAll() throws IOException {
    begin("all processes", Counts.product(profile.samples(), weight));
    json.name("samples").beginArray();
    for (ProfileStack stack : profile.stacks()) {
      json.beginArray();
      frames.writeRoots(stack.process(), json);
      frames.writeFunctions(stack, json);
      json.endArray();
    }
    json.endArray();
    json.name("weights").beginArray();
    for (ProfileStack stack : profile.stacks()) {
      json.value(Counts.product(stack.samples(), weight));
    }
    json.endArray();
    json.endObject();
  }

  /** One thread or process. */
  void write(Track track) throws IOException {
    String process = TrackNames.process(track.process());
    String name = TrackNames.thread(track).map(thread -> process + ", " + thread).orElse(process);
    Gaps gaps = new Gaps(track);
    long end = 0;
    for (int entry = 0; entry < track.size(); entry++) {
      end = Counts.sum(end, Counts.sum(gaps.before(entry), weight(track, entry)));
    }
    begin(name, end);
    json.name("samples").beginArray();
    gaps = new Gaps(track);
    for (int entry = 0; entry < track.size(); entry++) {
      if (gaps.before(entry) > 0) {
        json.beginArray().endArray();
      }
      json.beginArray();
      frames.writeFunctions(profile.stacks().get(track.stack(entry)), json);
      json.endArray();
    }
    json.endArray();
    json.name("weights").beginArray();
    gaps = new Gaps(track);
    for (int entry = 0; entry < track.size(); entry++) {
      long gap = gaps.before(entry);
      if (gap > 0) {
        json.value(gap);
      }
      json.value(weight(track, entry));
    }
    json.endArray();
    json.endObject();
  }

  private void begin(String name, long end) throws IOException {
    json.beginObject();
    json.name("type").value("sampled");
    json.name("name").value(name);
    json.name("unit").value(unit);
    json.name("startValue").value(0);
    json.name("endValue").value(end);
  }

  private long weight(Track track, int entry) {
    return Counts.product(track.count(entry), weight);
  }

  /** The time between samples of a thread, to be asked for entry by entry. */
  private final class Gaps {
    private final Track track;
    private long end;

    Gaps(Track track) {
      this.track = track;
    }

    /**
     * Nanoseconds between the end of the entry before and this one; 0 when the samples have no
     * times or touch. A sample stands for the time before it was taken.
     */
    long before(int entry) {
      if (entry >= track.timed() || !unit.equals(SampleWeight.NANOSECONDS)) {
        return 0;
      }
      long length = weight(track, entry);
      long gap = Math.max(0, track.nanos(entry) - length - end);
      // Timers jitter: what is less than a tenth of a sample is no pause.
      gap = gap < length / 10 ? 0 : gap;
      end = Counts.sum(end, Counts.sum(gap, length));
      return gap;
    }
  }
}
