package dev.brazier.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sampling programs, loaded: the best engine that this kernel accepts.
 *
 * @param object loaded, with the rings still to be put in
 * @param engine the one that loaded
 */
record SamplingObject(BpfObject object, Engine engine) {
  /** Unwind tables take at most this part of the memory that this process may use. */
  private static final int PART_OF_LIMIT = 4;

  private static final String FOLLOW_FORK = "follow_fork";
  private static final String FORGET_EXIT = "forget_exit";
  private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");

  /**
   * What the programs are told before they are loaded.
   *
   * @param maxStack user frames that the kernel's walker may deliver
   */
  record Knobs(
      SamplerConfig config,
      long pidNamespace,
      int rings,
      int possibleCpus,
      int pageBytes,
      int maxStack) {

    private void set(BpfObject object) {
      Targets targets = config.targets();
      object
          .set("include_idle", number(config.idle()))
          .set("include_kernel", number(config.kernelFrames()))
          .set("include_user", number(config.userFrames()))
          .set("filter_tgids", number(!targets.everything()))
          .set("filter_cgroups", number(!targets.everything() && !targets.cgroupIds().isEmpty()))
          .set("follow_children", number(targets.followChildren()))
          .set("pidns_inum", pidNamespace)
          .set("ring_count", rings)
          .set("cpu_count", possibleCpus)
          .set("page_shift", Integer.numberOfTrailingZeros(pageBytes))
          .set("max_stack", maxStack);
    }

    private static int number(boolean flag) {
      return flag ? 1 : 0;
    }

    /** The programs of the engine, and those that keep the targets up to date. */
    private String[] programs(Engine engine) {
      List<String> programs = new ArrayList<>(List.of(engine.program));
      programs.addAll(engine.companions());
      programs.addAll(followers());
      return programs.toArray(String[]::new);
    }

    private List<String> followers() {
      if (config.targets().everything()) {
        return List.of();
      }
      return config.targets().followChildren()
          ? List.of(FOLLOW_FORK, FORGET_EXIT)
          : List.of(FORGET_EXIT);
    }
  }

  /**
   * Loads one engine after the other until the kernel accepts one and the engine passes its test.
   *
   * @param notes gets a sentence for each that was refused
   * @throws BpfException the last refusal, with those before suppressed
   */
  static SamplingObject load(Knobs knobs, List<String> notes) {
    byte[] image = image();
    List<BpfException> refusals = new ArrayList<>();
    for (Engine engine : knobs.config().unwinding().engines()) {
      try {
        BpfObject object =
            engine == Engine.TABLES
                ? loadTables(image, knobs, notes)
                : load(image, engine, knobs, 0);
        return new SamplingObject(object, engine);
      } catch (PermissionRefusedException e) {
        throw e; // no engine would fare better
      } catch (MemoryLockException e) {
        if (engine != Engine.TABLES) {
          throw e; // the other engines take little
        }
        refusals.add(e);
      } catch (BpfException e) {
        notes.add("%s: %s".formatted(engine.withoutIt, reason(e)));
        refusals.add(e);
      }
    }
    throw combined(refusals);
  }

  /**
   * With less memory for tables where a memory cgroup does not grant what was asked for, or would
   * end this process for it later.
   */
  private static BpfObject loadTables(byte[] image, Knobs knobs, List<String> notes) {
    int wanted = knobs.config().unwindBytes();
    long granted = new MemoryLimit(Path.of("/")).bytes() / PART_OF_LIMIT;
    int bytes = wanted;
    while (bytes > granted && bytes / 2 >= SamplerConfig.LEAST_UNWIND_BYTES) {
      bytes /= 2;
    }
    for (; ; bytes /= 2) {
      try {
        BpfObject object = load(image, Engine.TABLES, knobs, bytes);
        if (bytes < wanted) {
          notes.add(
              "unwind tables have %d of the %d MiB asked for: the memory limit allows no more"
                  .formatted(bytes >> 20, wanted >> 20));
        }
        return object;
      } catch (BpfException e) {
        if (e.errno() != Errno.ENOMEM || bytes / 2 < SamplerConfig.LEAST_UNWIND_BYTES) {
          throw e;
        }
      }
    }
  }

  /**
   * @param unwindBytes memory for unwind tables; 0 for an engine that has none
   */
  private static BpfObject load(byte[] image, Engine engine, Knobs knobs, int unwindBytes) {
    BpfObject object = BpfObject.open("brazier", image);
    try {
      knobs.set(object);
      object.select(knobs.programs(engine)).resize("rings", knobs.rings());
      if (unwindBytes > 0) {
        UnwindMemory.size(object, unwindBytes);
      } else {
        UnwindMemory.leaveOut(object);
      }
      object.load();
      test(object, engine);
      return object;
    } catch (RuntimeException e) {
      object.close();
      throw e;
    }
  }

  private static void test(BpfObject object, Engine engine) {
    if (!engine.companions().contains(SelfTest.PROGRAM)) {
      return;
    }
    Optional<String> difference = new SelfTest(object).run();
    if (difference.isPresent()) {
      throw new BpfException(
          "read mappings in the kernel",
          0,
          "this kernel keeps them in a way that is not known here: " + difference.get(),
          "");
    }
  }

  private static String reason(BpfException e) {
    return e instanceof VerifierRejectedException rejected
        ? rejected.summary()
        : e.getMessage().lines().findFirst().orElse("");
  }

  private static BpfException combined(List<BpfException> refusals) {
    BpfException last = refusals.get(refusals.size() - 1);
    if (!Files.exists(KERNEL_TYPES)) {
      last =
          new BpfException(
              "load the sampling programs",
              last.errno(),
              KERNEL_TYPES
                  + " is absent: the kernel must be built with CONFIG_DEBUG_INFO_BTF, and /sys mounted",
              last.libbpfWords());
    }
    for (BpfException refusal : refusals) {
      if (refusal != last) {
        last.addSuppressed(refusal);
      }
    }
    return last;
  }

  private static byte[] image() {
    String name = "sample." + Machine.current() + ".bpf.o";
    try (InputStream object = SamplingObject.class.getResourceAsStream(name)) {
      if (object == null) {
        throw new BpfException("load " + name, 0, "it is not in this build", "");
      }
      return object.readAllBytes();
    } catch (IOException e) {
      throw new BpfException("read " + name + ": " + e.getMessage(), e);
    }
  }

  /** The program to attach to perf events. */
  BpfProgram sampler() {
    return object.program(engine.program);
  }

  /** Attaches the programs that keep the targets up to date; they stay with the object. */
  void followTargets(Knobs knobs) {
    knobs.followers().forEach(program -> object.program(program).attach());
  }
}
