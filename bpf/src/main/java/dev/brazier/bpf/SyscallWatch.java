package dev.brazier.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches system calls: those that seccomp refuses, also where the kernel logs nothing of it, and,
 * if asked for, those that are made. Everything is added up in the kernel, from {@link #start} to
 * {@link #stop}, and can be read at any time:
 *
 * <pre>{@code
 * try (SyscallWatch watch = SyscallWatch.open(SyscallWatchConfig.refusals(Targets.all()))) {
 *   watch.start();
 *   Thread.sleep(10_000);
 *   watch.stop();
 *   watch.refusals().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Needs Linux 5.15. All methods may be called by any thread.
 */
public final class SyscallWatch implements AutoCloseable {
  /** In the order of attachment, which matters: the last one judges by what the others noted. */
  private static final List<String> PROGRAMS =
      List.of("forget_thread", "begin_program", "inherit_watch", "enter_call", "leave_call");

  private static final Path THREADS_ALIVE = Path.of("/proc/loadavg");
  private static final Pattern LOADAVG = Pattern.compile("^(?:\\S+ ){3}\\d+/(\\d{1,9}) ");
  private static final int LEAST_THREADS = 1 << 14;
  private static final int MOST_THREADS = 1 << 19;
  private static final int USES = 1 << 14;
  private static final int PRESENT = 1;

  private final BpfObject object;
  private final TypedMap<SyscallCodecs.RefusedKey, SyscallCodecs.RefusedCall> refusals;
  private final TypedMap<SyscallCodecs.MadeKey, Long> uses;
  private final TypedMap<Integer, Long> counters;
  private final TypedMap<Integer, Integer> tgids;
  private final List<BpfLink> links = new ArrayList<>();

  private SyscallWatch(BpfObject object) {
    this.object = object;
    refusals = object.map("refusals").typed(SyscallCodecs.REFUSED_KEY, SyscallCodecs.REFUSED_CALL);
    uses = object.map("calls").typed(SyscallCodecs.MADE_KEY, Codec.U64);
    counters = object.map("call_counters").typed(Codec.U32, Codec.U64);
    tgids = object.map("target_tgids").typed(Codec.U32, Codec.U8);
  }

  /**
   * Loads the programs; they run from {@link #start} on.
   *
   * @throws LibbpfMissingException when libbpf 1.0 or newer is not installed
   * @throws PermissionRefusedException when CAP_BPF and CAP_PERFMON are missing or not enough
   * @throws BpfException when the kernel refuses for another reason, as those before 5.15 do, or
   *     {@code /proc} belongs to another PID namespace
   */
  public static SyscallWatch open(SyscallWatchConfig config) {
    BpfObject object = BpfObject.open("syscalls", image());
    try {
      Targets targets = config.targets();
      object
          .set("count_calls", number(config.uses()))
          .set("only_confined", number(!config.uses()))
          .set("unwatched_mounts", config.unwatchedMounts())
          .set("filter_tgids", number(!targets.everything()))
          .set("filter_cgroups", number(!targets.cgroupIds().isEmpty()))
          .set("follow_children", number(targets.followChildren()))
          .set("pidns_inum", PidNamespace.ofThisProcess().inode())
          .resize("threads", roomForThreads())
          .resize("calls", config.uses() ? USES : 1)
          .load();
      SyscallWatch watch = new SyscallWatch(object);
      watch.setTargets(targets);
      return watch;
    } catch (VerifierRejectedException e) {
      object.close();
      throw explained(e);
    } catch (RuntimeException e) {
      object.close();
      throw e;
    }
  }

  /** A kernel that does not know a function at all is told from one that forbids it. */
  static BpfException explained(VerifierRejectedException rejected) {
    return rejected.log().contains("invalid func unknown#")
        ? new BpfException(
            "watch system calls",
            rejected.errno(),
            "Linux %s lacks a function that this needs: use Linux 5.15 or newer"
                .formatted(System.getProperty("os.version", "")),
            rejected.libbpfWords())
        : rejected;
  }

  private void setTargets(Targets targets) {
    targets.tgids().forEach(this::addTarget);
    TypedMap<Long, Integer> cgroups = object.map("target_cgroups").typed(Codec.U64, Codec.U8);
    targets.cgroupIds().forEach(id -> cgroups.put(id, PRESENT));
  }

  private static int number(boolean flag) {
    return flag ? 1 : 0;
  }

  /** Four times as many as there are now: each that makes a call takes 100 bytes. */
  private static int roomForThreads() {
    int alive = 0;
    try {
      alive = threadsAlive(Files.readString(THREADS_ALIVE)).orElse(0);
    } catch (IOException e) {
      // Then the least has to do; what does not fit is counted.
    }
    int wanted = Integer.highestOneBit(Math.max(1, Math.min(alive, MOST_THREADS))) * 8;
    return Math.max(LEAST_THREADS, Math.min(wanted, MOST_THREADS));
  }

  /**
   * Reads {@code 0.20 0.18 0.12 1/80 11206}: the machine's threads come after the slash.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_loadavg.5.html">proc_loadavg(5)</a>
   */
  static OptionalInt threadsAlive(String loadavg) {
    Matcher shape = LOADAVG.matcher(loadavg);
    return shape.find() ? OptionalInt.of(Integer.parseInt(shape.group(1))) : OptionalInt.empty();
  }

  private static byte[] image() {
    String name = "syscalls." + Machine.current() + ".bpf.o";
    try (InputStream object = SyscallWatch.class.getResourceAsStream(name)) {
      if (object == null) {
        throw new BpfException("load " + name, 0, "it is not in this build", "");
      }
      return object.readAllBytes();
    } catch (IOException e) {
      throw new BpfException("read " + name + ": " + e.getMessage(), e);
    }
  }

  /** Begins to watch; does nothing when it does already. */
  public synchronized void start() {
    if (!links.isEmpty()) {
      return;
    }
    try {
      PROGRAMS.forEach(program -> links.add(object.program(program).attach()));
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  /** Stops watching; what was added up can still be read. */
  public synchronized void stop() {
    for (int i = links.size() - 1; i >= 0; i--) {
      links.remove(i).close();
    }
  }

  /** Watches one more process; of use only when processes are the targets. */
  public void addTarget(int tgid) {
    tgids.put(tgid, PRESENT);
  }

  /** The calls refused so far, in no order. */
  public List<SyscallRefusal> refusals() {
    List<SyscallRefusal> all = new ArrayList<>();
    for (SyscallCodecs.RefusedKey key : refusals.keys()) {
      // One that was begun by the kernel in this moment has not counted anything yet.
      refusals
          .get(key)
          .filter(refused -> refused.count() > 0)
          .ifPresent(refused -> all.add(refusal(key, refused)));
    }
    return all;
  }

  private static SyscallRefusal refusal(
      SyscallCodecs.RefusedKey key, SyscallCodecs.RefusedCall refused) {
    return new SyscallRefusal(
        key.cgroupId(),
        Integer.toUnsignedLong(key.mountNamespace()),
        Integer.toUnsignedLong(key.machine()),
        key.number(),
        key.error(),
        refused.count(),
        refused.lastNanos(),
        refused.tgid(),
        refused.processComm());
  }

  /** The calls made so far, in no order; empty unless they were asked for. */
  public List<SyscallUse> uses() {
    List<SyscallUse> all = new ArrayList<>();
    for (SyscallCodecs.MadeKey key : uses.keys()) {
      long count = sum(uses.getAll(key));
      all.add(
          new SyscallUse(
              key.cgroupId(), Integer.toUnsignedLong(key.machine()), key.number(), count));
    }
    return all;
  }

  /** What was missed so far. */
  public SyscallLosses losses() {
    return new SyscallLosses(
        sum(counters.getAll(SyscallCounter.THREADS_FULL.index)),
        sum(counters.getAll(SyscallCounter.REFUSALS_FULL.index)),
        sum(counters.getAll(SyscallCounter.FULL.index)));
  }

  private static long sum(List<Long> cpus) {
    return cpus.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      object.close();
    }
  }
}
