package dev.brazier.agent.export.speedscope;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.export.TrackNames;
import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shared table of frames: functions first, then rows for containers and processes. */
final class SpeedscopeFrames {

  private final FrameNumbers functions;
  private final Map<String, Integer> containers = new LinkedHashMap<>();
  private final Map<ProfileProcess, Integer> processes = new LinkedHashMap<>();

  SpeedscopeFrames(Profile profile) {
    functions = FrameNumbers.of(profile);
    int next = functions.frames().size();
    for (ProfileStack stack : profile.stacks()) {
      String container = stack.process().container();
      if (!container.isEmpty() && containers.putIfAbsent(container, next) == null) {
        next++;
      }
    }
    for (ProfileStack stack : profile.stacks()) {
      if (processes.putIfAbsent(stack.process(), next) == null) {
        next++;
      }
    }
  }

  /** Writes the rows of a stack's container and process. */
  void writeRoots(ProfileProcess process, JsonWriter json) throws IOException {
    Integer container = containers.get(process.container());
    if (container != null) {
      json.value(container);
    }
    json.value(processes.get(process));
  }

  void writeFunctions(ProfileStack stack, JsonWriter json) throws IOException {
    for (ProfileFrame frame : stack.frames()) {
      json.value(functions.number(frame));
    }
  }

  /** Speedscope colours by file: here, the module. */
  void write(JsonWriter json) throws IOException {
    json.beginArray();
    for (ProfileFrame frame : functions.frames()) {
      write(frame.name(), frame.file().map(file -> file.path()).orElse(frame.module()), json);
    }
    for (String container : containers.keySet()) {
      write(container, "", json);
    }
    for (ProfileProcess process : processes.keySet()) {
      write(TrackNames.process(process), "", json);
    }
    json.endArray();
  }

  private static void write(String name, String file, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("name").value(name);
    if (!file.isEmpty()) {
      json.name("file").value(file);
    }
    json.endObject();
  }
}
