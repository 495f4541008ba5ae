package dev.brazier.agent.doctor;

import static dev.brazier.agent.doctor.Check.Weight.OPTIONAL;
import static dev.brazier.agent.doctor.Check.Weight.RING;
import static dev.brazier.agent.doctor.Check.Weight.WANTED;

/** What is tried, in this order. Ids and titles are part of the JSON schema. */
public enum Check {
  OWN_USER("perf.cpu-clock.own.user", "sample our own user code", WANTED, "every profile"),
  OWN_KERNEL(
      "perf.cpu-clock.own.kernel",
      "sample our own kernel code",
      WANTED,
      "what the kernel does for our own processes"),
  OTHER_USER(
      "perf.cpu-clock.other.user",
      "sample the user code of another user's process",
      WANTED,
      "the processes of other users"),
  OTHER_KERNEL(
      "perf.cpu-clock.other.kernel",
      "sample the kernel code of another user's process",
      WANTED,
      "what the kernel does for other users' processes"),
  MACHINE_USER(
      "perf.cpu-clock.machine.user",
      "sample the user code of every process",
      WANTED,
      "every process but our own"),
  MACHINE_KERNEL(
      "perf.cpu-clock.machine.kernel",
      "sample the kernel code of every process",
      WANTED,
      "kernel frames"),
  CYCLES(
      "perf.cycles.machine.user",
      "count CPU cycles",
      OPTIONAL,
      "--event=cycles: cpu-clock is taken instead"),
  RING_128K(
      "perf.ring.128k", "map a perf ring of 128 KiB on each CPU", RING, "sampling without BPF"),
  RING_1M(
      "perf.ring.1m",
      "map a perf ring of 1 MiB on each CPU",
      RING,
      "bursts of samples without BPF"),
  RING_8M("perf.ring.8m", "map one perf ring of 8 MiB", OPTIONAL, "long bursts without BPF"),
  RING_32M(
      "perf.ring.32m", "map one perf ring of 32 MiB", OPTIONAL, "very long bursts without BPF"),
  BPF_MAP("bpf.map", "create a BPF map", WANTED, "stacks without frame pointers"),
  BPF_PROGRAM(
      "bpf.program.perf-event",
      "load a BPF program for perf events",
      WANTED,
      "stacks without frame pointers"),
  BPF_ATTACH(
      "bpf.attach", "attach a BPF program to an event", WANTED, "stacks without frame pointers"),
  BPF_ITERATOR(
      "bpf.iterator",
      "open a BPF iterator over mappings",
      WANTED,
      "unwind tables: only stacks with frame pointers are whole"),
  KERNEL_BTF(
      "kernel.btf",
      "read the kernel's type information",
      WANTED,
      "unwind tables: only stacks with frame pointers are whole"),
  PROC_MAPS(
      "proc.maps.other",
      "read the mappings of another user's process",
      WANTED,
      "function names in other users' processes"),
  PROC_ROOT(
      "proc.root.other",
      "open the files of another user's process",
      WANTED,
      "function names in other users' processes"),
  PROC_MAP_FILES(
      "proc.map-files.other",
      "open a file that another user's process has mapped",
      OPTIONAL,
      "function names in files that were deleted while they run"),
  PROC_MEM(
      "proc.mem.other",
      "read the memory of another user's process",
      OPTIONAL,
      "nothing yet: Brazier reads files, not memory"),
  KERNEL_SYMBOLS(
      "kernel.symbols", "read the kernel's symbols", WANTED, "the names of kernel functions"),
  TRACEFS(
      "tracefs", "read tracefs", OPTIONAL, "nothing of a profile: tracepoints have no names here"),
  PID_NAMESPACE(
      "proc.pid-namespace",
      "see the host's processes",
      WANTED,
      "the processes outside of this PID namespace"),
  CGROUP_VIEW(
      "cgroup.view",
      "see the cgroups",
      OPTIONAL,
      "--cgroup, and limits of containers other than ours"),
  UPROBE("uprobe", "set a uprobe", OPTIONAL, "nothing of a profile: user code cannot be traced");

  /** How much a check counts for the verdict. */
  enum Weight {
    /** A profile lacks something without it. */
    WANTED,
    /** Counts only where the engine has perf rings. */
    RING,
    OPTIONAL
  }

  private final String id;
  private final String title;
  private final Weight weight;
  private final String lost;

  Check(String id, String title, Weight weight, String lost) {
    this.id = id;
    this.title = title;
    this.weight = weight;
    this.lost = lost;
  }

  /** As in JSON. */
  public String id() {
    return id;
  }

  /** A verb phrase in lower case. */
  public String title() {
    return title;
  }

  Weight weight() {
    return weight;
  }

  /** What a profile lacks without it. */
  String lost() {
    return lost;
  }
}
