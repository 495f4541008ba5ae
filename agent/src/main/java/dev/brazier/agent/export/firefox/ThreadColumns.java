package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.export.JsonOutput;
import dev.brazier.agent.export.Track;
import dev.brazier.agent.export.TrackNames;
import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.SampleWeight;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes threads, each with its samples. */
final class ThreadColumns {

  private static final List<String> MARKER_COLUMNS =
      List.of("data", "name", "startTime", "endTime", "phase", "category");

  private final StackTree stacks;
  private final EntryTimes times;
  private final JsonWriter json;
  private final long cpuNanos;
  private final String weightType;
  private final Map<Incarnation, String> pids = new HashMap<>();
  private final Set<String> takenPids = new HashSet<>();

  /** What bears a pid until it ends; its name may change. */
  private record Incarnation(int pid, long startTicks, String nameWithoutPid) {
    static Incarnation of(ProfileProcess process) {
      boolean known = process.pid() != ProfileProcess.UNKNOWN;
      String name = known ? "" : process.container() + '\0' + process.name();
      return new Incarnation(process.pid(), process.startTicks(), name);
    }
  }

  ThreadColumns(Profile profile, StackTree stacks, EntryTimes times, JsonWriter json) {
    this.stacks = stacks;
    this.times = times;
    this.json = json;
    SampleWeight weight = profile.facts().weight();
    this.cpuNanos = weight.nanosPerCount();
    this.weightType = weight.unit().equals("bytes") ? "bytes" : "samples";
  }

  void write(Track track) throws IOException {
    ProfileProcess process = track.process();
    ProfileThread thread =
        track.thread().orElseGet(() -> new ProfileThread(process.pid(), process.name()));
    boolean mainThread = thread.tid() == process.pid();
    json.beginObject();
    json.name("processType").value("default");
    json.name("processStartupTime").value(0);
    json.name("processShutdownTime").nullValue();
    json.name("registerTime").value(0);
    json.name("unregisterTime").nullValue();
    json.name("pausedRanges").beginArray().endArray();
    json.name("name").value(thread.name());
    json.name("isMainThread").value(mainThread);
    json.name("processName").value(TrackNames.process(process));
    json.name("pid").value(pid(process));
    json.name("tid").value(thread.tid());
    json.name("samples");
    writeSamples(track);
    Columns.empty("markers", MARKER_COLUMNS, json);
    json.endObject();
  }

  private void writeSamples(Track track) throws IOException {
    json.beginObject();
    json.name("stack").beginArray();
    for (int entry = 0; entry < track.size(); entry++) {
      int node = stacks.leaf(track.stack(entry));
      if (node == StackTree.NONE) {
        json.nullValue();
      } else {
        json.value(node);
      }
    }
    json.endArray();
    json.name("time").beginArray();
    for (long nanos : times.starts(track)) {
      json.value(JsonOutput.milliseconds(nanos));
    }
    json.endArray();
    json.name("weight").beginArray();
    for (int entry = 0; entry < track.size(); entry++) {
      json.value(track.count(entry));
    }
    json.endArray();
    json.name("weightType").value(weightType);
    if (cpuNanos > 0) {
      json.name("threadCPUDelta").beginArray();
      for (int entry = 0; entry < track.size(); entry++) {
        json.value(Counts.product(track.count(entry), cpuNanos));
      }
      json.endArray();
    }
    json.name("length").value(track.size());
    json.endObject();
  }

  /** The pid as text; a number is added when the kernel gave it to a second process. */
  private String pid(ProfileProcess process) {
    Incarnation incarnation = Incarnation.of(process);
    String known = pids.get(incarnation);
    if (known != null) {
      return known;
    }
    String plain =
        process.pid() == ProfileProcess.UNKNOWN ? "unknown" : Integer.toString(process.pid());
    String pid = plain;
    for (int more = 1; !takenPids.add(pid); more++) {
      pid = plain + "." + more;
    }
    pids.put(incarnation, pid);
    return pid;
  }
}
