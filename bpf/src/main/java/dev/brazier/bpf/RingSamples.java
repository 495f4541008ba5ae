package dev.brazier.bpf;

import dev.brazier.bpf.SampleLayout.SampleRecord;
import dev.brazier.bpf.perf.PerfRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns the samples of perf events into those that the BPF programs send, so that who receives them
 * need not know the difference.
 */
final class RingSamples {
  private static final int ROOT_CGROUP = 1;

  /** A record is at most 64 KiB long. */
  private static final int MOST_FRAMES = 1 << 13;

  private static final int USUAL_MOST_FRAMES = 127;

  private final SamplerConfig config;
  private final TaskTable tasks;
  private final TaskFilter filter;
  private final RingCounters counters;
  private final boolean initialNamespace;
  private final int mostFrames =
      KernelSetting.read("perf_event_max_stack").orElse(USUAL_MOST_FRAMES);
  private final long[] frames = new long[MOST_FRAMES];
  private final ByteBuffer bytes =
      ByteBuffer.allocate(SampleRecord.FRAMES + MOST_FRAMES * Long.BYTES)
          .order(ByteOrder.nativeOrder());
  private final SampleView view = new SampleView();
  private final StackCopy copy;
  private long delivered;

  /**
   * @param initialNamespace our PID namespace is the initial one, in which every process has a
   *     number
   * @param copyBytes the most that a sample holds of a user stack
   */
  RingSamples(
      SamplerConfig config,
      TaskTable tasks,
      TaskFilter filter,
      RingCounters counters,
      boolean initialNamespace,
      int copyBytes) {
    this.copy = new StackCopy(Machine.current(), copyBytes);
    this.config = config;
    this.tasks = tasks;
    this.filter = filter;
    this.counters = counters;
    this.initialNamespace = initialNamespace;
  }

  /** How many samples were handed over. */
  long delivered() {
    return delivered;
  }

  /** Hands a sample over if it is wanted, and counts it. */
  void deliver(int cpu, PerfRecord record, SampleHandler handler) {
    counters.add(Counter.TICKS, cpu, 1);
    int tgid = record.tgid();
    if (tgid == 0 && initialNamespace && !config.idle()) {
      counters.add(Counter.IDLE, cpu, 1);
    } else if (tgid < 0 || (tgid == 0 && !initialNamespace)) {
      // It has ended, or another PID namespace numbers it.
      counters.add(Counter.HIDDEN, cpu, 1);
    } else {
      TaskTable.SampledTask process = tasks.process(tgid, record.timeNanos());
      if (!filter.wants(process, record.cgroup())) {
        counters.add(Counter.FILTERED, cpu, 1);
        return;
      }
      counters.add(Counter.SENT, cpu, 1);
      delivered++;
      write(cpu, record, process);
      if (record.hasStackCopy()) {
        copy.take(record);
        view.show(bytes, copy);
      } else {
        view.show(bytes);
      }
      handler.sample(view);
    }
  }

  private void write(int cpu, PerfRecord record, TaskTable.SampledTask process) {
    bytes.clear();
    int kernel = record.kernelFrames(frames);
    int at = SampleRecord.FRAMES;
    for (int i = 0; i < kernel; i++, at += Long.BYTES) {
      bytes.putLong(at, FrameWord.ofKernel(frames[i]));
    }
    int chain = record.userFrames(frames);
    int user = upToZero(chain);
    for (int i = 0; i < user; i++, at += Long.BYTES) {
      bytes.putLong(at, FrameWord.ofUser(frames[i]));
    }
    bytes.limit(at);
    boolean inUser = record.inUserMode();
    if (!inUser && config.kernelFrames() && kernel == 0) {
      counters.add(Counter.NO_KERNEL_STACK, cpu, 1);
    }
    bytes.putLong(SampleRecord.TIME_NS, record.timeNanos());
    bytes.putInt(SampleRecord.TGID, process.tgid());
    bytes.putInt(SampleRecord.TID, record.tid());
    bytes.putLong(SampleRecord.CGROUP_ID, cgroup(record.cgroup(), process));
    bytes.putLong(SampleRecord.START_TIME_NS, process.startNanos());
    bytes.putShort(SampleRecord.CPU, (short) cpu);
    bytes.putShort(SampleRecord.KERNEL_FRAMES, (short) kernel);
    bytes.putShort(SampleRecord.USER_FRAMES, (short) user);
    StackEnd end = user < chain ? StackEnd.BROKEN_CHAIN : end(inUser, user, kernel + user);
    bytes.put(SampleRecord.END, (byte) end.number);
    bytes.put(SampleRecord.FLAGS, (byte) (inUser ? SampleRecord.IN_USER : 0));
    writeName(SampleRecord.COMM, tasks.name(process.tgid(), record.tid()));
    writeName(SampleRecord.PROCESS_COMM, tasks.name(process.tgid(), process.tgid()));
  }

  /** How many frames there are before one at address 0, where the chain is broken for sure. */
  private int upToZero(int count) {
    int user = 0;
    while (user < count && frames[user] != 0) {
      user++;
    }
    return user;
  }

  private void writeName(int at, CommBytes name) {
    bytes.putLong(at, name.low());
    bytes.putLong(at + Long.BYTES, name.high());
  }

  private StackEnd end(boolean inUser, int user, int all) {
    if (!config.userFrames()) {
      return StackEnd.NOT_ASKED;
    }
    if (all >= mostFrames) {
      return StackEnd.TOO_DEEP;
    }
    if (user == 0) {
      return inUser ? StackEnd.UNREADABLE : StackEnd.NO_USER_STACK;
    }
    return StackEnd.UNSTATED;
  }

  private long cgroup(long unified, TaskTable.SampledTask process) {
    if (unified > ROOT_CGROUP) {
      return unified;
    }
    return tasks.cgroups(process, unified, Long.MIN_VALUE / 2).stream()
        .findFirst()
        .orElse((long) ROOT_CGROUP);
  }
}
