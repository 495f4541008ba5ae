package dev.brazier.agent.export.pprof;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.flamegraph.pprof.Label;
import dev.brazier.flamegraph.pprof.Sample;

/** Says where samples are from, as much as is known. */
final class Labels {

  private final Strings strings;

  Labels(Strings strings) {
    this.strings = strings;
  }

  void add(ProfileStack stack, Sample.Builder sample) {
    ProfileProcess process = stack.process();
    add("container", process.container(), sample);
    add("process", process.name(), sample);
    add("pid", process.pid(), sample);
    ProfileThread thread = stack.threadOrNull();
    if (thread != null) {
      add("thread", thread.name(), sample);
      add("tid", thread.tid(), sample);
    }
  }

  private void add(String key, String text, Sample.Builder sample) {
    if (!text.isEmpty()) {
      sample.addLabel(label(key).setStr(strings.index(text)));
    }
  }

  private void add(String key, int id, Sample.Builder sample) {
    if (id != ProfileProcess.UNKNOWN) {
      sample.addLabel(label(key).setNum(id));
    }
  }

  private Label.Builder label(String key) {
    return Label.newBuilder().setKey(strings.index(key));
  }
}
