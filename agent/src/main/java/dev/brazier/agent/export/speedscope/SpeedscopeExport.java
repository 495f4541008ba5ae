package dev.brazier.agent.export.speedscope;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.export.JsonOutput;
import dev.brazier.agent.export.ProfileExport;
import dev.brazier.agent.export.Track;
import dev.brazier.agent.export.Tracks;
import dev.brazier.agent.profile.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes {@code .speedscope.json}. */
public final class SpeedscopeExport implements ProfileExport {

  private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";

  @Override
  public void write(Profile profile, OutputStream out) throws IOException {
    JsonOutput.write(out, json -> write(profile, json));
  }

  private static void write(Profile profile, JsonWriter json) throws IOException {
    SpeedscopeFrames frames = new SpeedscopeFrames(profile);
    SpeedscopeProfiles profiles = new SpeedscopeProfiles(profile, frames, json);
    json.beginObject();
    json.name("$schema").value(SCHEMA);
    json.name("exporter").value("brazier");
    json.name("name").value(title(profile));
    json.name("activeProfileIndex").value(0);
    json.name("shared").beginObject();
    json.name("frames");
    frames.write(json);
    json.endObject();
    json.name("profiles").beginArray();
    List<Track> tracks = Tracks.of(profile);
    profiles.writeAll();
    for (Track track : tracks) {
      profiles.write(track);
    }
    json.endArray();
    json.endObject();
  }

  private static String title(Profile profile) {
    String host = profile.facts().host();
    String event = profile.facts().event();
    String what = event.isEmpty() ? "profile" : event + " profile";
    return host.isEmpty() ? what : what + " of " + host;
  }
}
