package dev.brazier.agent.export;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileThread;
import java.util.Optional;

/** What processes and threads are called where there is one line for each. */
public final class TrackNames {

  private TrackNames() {}

  /** {@code container: name (pid)}, as much of it as is known. */
  public static String process(ProfileProcess process) {
    String container = process.container();
    boolean contained = !container.isEmpty() && !container.equals(ProfileProcess.HOST);
    return (contained ? container + ": " : "")
        + named(process.name(), "unknown process", process.pid());
  }

  /** {@code name (tid)}; empty when threads are not known. */
  public static Optional<String> thread(Track track) {
    return track.thread().map(TrackNames::thread);
  }

  private static String thread(ProfileThread thread) {
    return named(thread.name(), "unknown thread", thread.tid());
  }

  private static String named(String name, String otherwise, int id) {
    String text = name.isEmpty() ? otherwise : name;
    return id == ProfileProcess.UNKNOWN ? text : text + " (" + id + ")";
  }
}
