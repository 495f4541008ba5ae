package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.bpf.SampleView;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processes and threads that samples came from, looked at on first sight. One thread uses it. */
final class ProcessTable implements AutoCloseable {

  private final ProcRoot proc;
  private final ContainerNames containers;
  private final Map<Name, SampledProcess> byName = new HashMap<>();
  private final List<SampledProcess> processes = new ArrayList<>();
  private final Map<ProcessKey, GeneratedCode> generatedCode = new HashMap<>();
  private final Map<ProcessKey, String> containerNames = new HashMap<>();
  private final Map<ProfileThread, Integer> threadNumbers = new HashMap<>();
  private final List<ProfileThread> threads = new ArrayList<>();

  ProcessTable(ProcRoot proc, ContainerNames containers) {
    this.proc = proc;
    this.containers = containers;
  }

  private record Name(int tgid, long startTimeNanos, String comm) {}

  /** The process of a sample. */
  SampledProcess of(SampleView sample) {
    Name name = new Name(sample.tgid(), sample.startTimeNanos(), sample.processComm());
    SampledProcess known = byName.get(name);
    return known == null ? add(name, sample.cgroupId()) : known;
  }

  /** A number for the thread of a sample, for {@link #thread}. */
  int threadNumber(SampleView sample) {
    ProfileThread thread = new ProfileThread(sample.tid(), sample.comm());
    Integer known = threadNumbers.putIfAbsent(thread, threads.size());
    if (known != null) {
      return known;
    }
    threads.add(thread);
    return threads.size() - 1;
  }

  SampledProcess process(int number) {
    return processes.get(number);
  }

  ProfileThread thread(int number) {
    return threads.get(number);
  }

  /** How many distinct processes were seen, one that changed its name counted again. */
  int size() {
    return processes.size();
  }

  @Override
  public void close() {
    generatedCode.values().forEach(GeneratedCode::close);
  }

  private SampledProcess add(Name name, long cgroupId) {
    ProcessKey key = ProcessKey.ofKernel(name.tgid(), name.startTimeNanos());
    String container =
        containerNames.computeIfAbsent(key, unused -> containers.nameOf(key, cgroupId));
    ProfileProcess label = new ProfileProcess(key.pid(), key.startTicks(), name.comm(), container);
    GeneratedCode code = generatedCode.computeIfAbsent(key, unused -> new GeneratedCode(proc, key));
    SampledProcess process = new SampledProcess(processes.size(), label, code);
    processes.add(process);
    byName.put(name, process);
    return process;
  }
}
