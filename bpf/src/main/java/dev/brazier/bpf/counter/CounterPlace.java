package dev.brazier.bpf.counter;

import dev.brazier.bpf.CgroupHandle;

/** Where a counter counts. */
public sealed interface CounterPlace {

  /**
   * One CPU, whatever runs on it.
   *
   * @param cpu its number; it must be online
   */
  record Cpu(int cpu) implements CounterPlace {
    @Override
    public String toString() {
      return "cpu " + cpu;
    }
  }

  /**
   * One thread, and all threads and processes that it starts from now on.
   *
   * @param tid in our PID namespace; the id of a process is that of its first thread
   */
  record Task(int tid) implements CounterPlace {
    @Override
    public String toString() {
      return "thread " + tid;
    }
  }

  /**
   * The processes of a cgroup and of those below it, present and future, on one CPU.
   *
   * @param handle stays open for as long as the counters are being opened
   */
  record Cgroup(CgroupHandle handle, int cpu) implements CounterPlace {
    @Override
    public String toString() {
      return handle + " on cpu " + cpu;
    }
  }
}
