package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.export.JsonOutput;
import dev.brazier.agent.export.ProfileExport;
import dev.brazier.agent.export.Track;
import dev.brazier.agent.export.Tracks;
import dev.brazier.agent.profile.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes {@code .firefox.json}. */
public final class FirefoxExport implements ProfileExport {

  @Override
  public void write(Profile profile, OutputStream out) throws IOException {
    JsonOutput.write(out, json -> write(profile, json));
  }

  private static void write(Profile profile, JsonWriter json) throws IOException {
    StackTree stacks = new StackTree(profile);
    FrameColumns frames = new FrameColumns(profile, stacks.frames());
    List<Track> tracks = Tracks.of(profile);
    EntryTimes times = new EntryTimes(profile);
    json.beginObject();
    json.name("meta");
    Meta.write(profile, times.end(profile, tracks), json);
    json.name("libs");
    frames.writeLibraries(json);
    json.name("shared").beginObject();
    json.name("stackTable");
    stacks.write(json);
    frames.write(json);
    json.endObject();
    json.name("threads").beginArray();
    ThreadColumns threads = new ThreadColumns(profile, stacks, times, json);
    for (Track track : tracks) {
      threads.write(track);
    }
    json.endArray();
    json.endObject();
  }
}
