package dev.brazier.bpf;

import dev.brazier.bpf.perf.PerfRing;
import dev.brazier.bpf.perf.SampleFormat;
import java.util.ArrayList;
import java.util.List;

/** One ring of perf events for each CPU, following CPUs that come and go. One thread uses it. */
final class CpuRings implements AutoCloseable {
  private final Opener opener;
  private final SampleFormat format;
  private final int bytesPerRing;
  private final List<CpuRing> rings;
  private final List<CpuRing> gone = new ArrayList<>();

  /** Opens the event that a CPU's ring belongs to. */
  @FunctionalInterface
  interface Opener {
    SamplingEvent open(int cpu, int ringBytes);
  }

  private CpuRings(Opener opener, SampleFormat format, int bytesPerRing, List<CpuRing> rings) {
    this.opener = opener;
    this.format = format;
    this.bytesPerRing = bytesPerRing;
    this.rings = rings;
  }

  /**
   * Opens rings of the size that is wanted, or of the largest that may be locked in memory.
   *
   * @param notes gets a sentence when they are smaller than wanted
   * @throws BpfException when an event is refused, or the smallest ring there is
   */
  static CpuRings open(
      List<Integer> cpus, int wantedBytes, SampleFormat format, Opener opener, List<String> notes) {
    int least = NativeLibraries.libC().getpagesize();
    for (int bytes = wantedBytes; ; bytes /= 2) {
      try {
        CpuRings opened = new CpuRings(opener, format, bytes, openAll(cpus, bytes, format, opener));
        if (bytes < wantedBytes) {
          notes.add(
              "the ring of each cpu has %d of the %d KiB asked for, as %s: raise one of them or grant CAP_IPC_LOCK"
                  .formatted(bytes >> 10, wantedBytes >> 10, MemoryLock.text()));
        }
        return opened;
      } catch (RingRefusedException e) {
        if (bytes / 2 < least) {
          throw e;
        }
      }
    }
  }

  private static List<CpuRing> openAll(
      List<Integer> cpus, int bytes, SampleFormat format, Opener opener) {
    List<CpuRing> opened = new ArrayList<>();
    CloseStack resources = new CloseStack();
    try {
      for (int cpu : cpus) {
        opened.add(resources.own(CpuRing.map(cpu, opener.open(cpu, bytes), bytes, format)));
      }
      return opened;
    } catch (RuntimeException | Error e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  int bytesPerRing() {
    return bytesPerRing;
  }

  /** Those of CPUs that were online at the last look. */
  List<CpuRing> online() {
    return rings.stream().filter(ring -> !gone.contains(ring)).toList();
  }

  /** The CPU of a ring. */
  int cpu(int ring) {
    return rings.get(ring).cpu();
  }

  /** All that may hold records, in the order of their numbers. */
  List<PerfRing> rings() {
    return rings.stream().map(CpuRing::ring).toList();
  }

  /**
   * Opens rings of CPUs that are new, and closes those of CPUs that were gone at the last look:
   * what they held has been drained since.
   *
   * @return the new ones
   */
  List<CpuRing> follow(List<Integer> cpus) {
    rings.removeAll(gone);
    gone.forEach(CpuRing::close);
    gone.clear();
    rings.stream().filter(ring -> !cpus.contains(ring.cpu())).forEach(gone::add);
    List<CpuRing> added = new ArrayList<>();
    for (int cpu : cpus) {
      if (rings.stream().noneMatch(ring -> ring.cpu() == cpu)) {
        try {
          added.add(CpuRing.map(cpu, opener.open(cpu, bytesPerRing), bytesPerRing, format));
        } catch (BpfException e) {
          // It went offline since the list was read.
          if (e.errno() != Errno.ENODEV) {
            throw e;
          }
        }
      }
    }
    rings.addAll(added);
    return added;
  }

  @Override
  public void close() {
    try (CloseStack all = new CloseStack()) {
      rings.forEach(all::own);
      rings.clear();
      gone.clear();
    }
  }
}
