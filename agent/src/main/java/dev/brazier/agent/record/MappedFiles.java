package dev.brazier.agent.record;

import dev.brazier.agent.unwind.Inode;
import dev.brazier.bpf.FileSighting;
import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.FilePinner;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.PinOutcome;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.symbol.UnnamedReason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that samples met, by the number the kernel gave them, held from first sight on. Filled
 * by the sampling thread and, at the start, by the tables' thread; read by them and the naming
 * thread.
 */
final class MappedFiles implements AutoCloseable {

  /**
   * A path with fewer names and bytes than this was not cut by the kernel, which stops at 32 names,
   * and before a name (of 255 bytes at most) that does not fit into 512 bytes.
   */
  private static final int CERTAIN_NAMES = 32;

  private static final int CERTAIN_BYTES = 512 - 256;

  /** A process may be gone each time; a missing privilege does not come back. */
  private static final int ATTEMPTS_WHEN_GONE = 200;

  private static final int ATTEMPTS = 3;

  /** The largest that fits into a frame word; the kernel's own numbers begin at 1. */
  private static final int VDSO_NUMBER = (1 << 24) - 1;

  private static final MappedFile VDSO = new MappedFile(0, "[vdso]", null, 0);

  private final FilePinner pinner;
  private final Map<Integer, MappedFile> files = new ConcurrentHashMap<>();
  private final Map<Inode, Integer> numbers = new HashMap<>();

  MappedFiles(ProcRoot proc) {
    pinner = new FilePinner(proc);
  }

  /**
   * A file, held or not.
   *
   * @param pid the process that was asked for it last
   * @param name its base name, {@code [vdso]} for the vdso
   * @param outcome null for the vdso
   * @param attempts how often it was tried to hold it
   */
  record MappedFile(int pid, String name, @Nullable PinOutcome outcome, int attempts) {

    boolean vdso() {
      return outcome == null;
    }

    boolean held() {
      return outcome instanceof PinOutcome.Pinned;
    }
  }

  /**
   * Takes hold of a file.
   *
   * @return whether the kernel need not ask for it again
   */
  boolean hold(FileSighting sighting) {
    if (sighting.vdso()) {
      files.put(sighting.fileId(), VDSO);
      return true;
    }
    MappedFile file = put(sighting.fileId(), request(sighting));
    if (file.outcome() instanceof PinOutcome.NotPinned refused) {
      boolean gone = refused.reason() == UnnamedReason.PROCESS_GONE;
      return file.attempts() >= (gone ? ATTEMPTS_WHEN_GONE : ATTEMPTS);
    }
    return true;
  }

  /**
   * Takes hold of a file that a mapping shows, on kernels that number none themselves.
   *
   * @return its number
   */
  int hold(FileRequest request) {
    Inode key = Inode.of(request);
    Integer known = numbers.get(key);
    MappedFile file = known == null ? null : files.get(known);
    if (known != null && file != null && file.held()) {
      return known;
    }
    int number = known == null ? numbers.size() + 1 : known;
    numbers.put(key, number);
    put(number, request);
    return number;
  }

  /** The number of the vdso, on kernels that number no files themselves. */
  int vdso() {
    files.putIfAbsent(VDSO_NUMBER, VDSO);
    return VDSO_NUMBER;
  }

  /** The file of that number; null when the kernel's request for it has not come through. */
  @Nullable MappedFile get(int fileId) {
    return files.get(fileId);
  }

  @Override
  public void close() {
    pinner.close();
  }

  private MappedFile put(int number, FileRequest request) {
    MappedFile before = files.get(number);
    int attempts = before == null ? 1 : before.attempts() + 1;
    MappedFile file =
        new MappedFile(request.pid(), request.baseName(), pinner.pin(request), attempts);
    // Another thread may have had better luck meanwhile.
    return files.merge(number, file, (old, young) -> old.held() && !young.held() ? old : young);
  }

  private static FileRequest request(FileSighting sighting) {
    return new FileRequest(
        sighting.tgid(),
        sighting.vmStart(),
        sighting.vmEnd(),
        sighting.vmOffset(),
        new DeviceNumber(sighting.deviceMajor(), sighting.deviceMinor()),
        sighting.inode(),
        sighting.generation(),
        sighting.path(),
        isComplete(sighting.path()));
  }

  private static boolean isComplete(List<String> path) {
    int bytes =
        path.stream().mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length + 1).sum();
    return path.size() < CERTAIN_NAMES && bytes < CERTAIN_BYTES;
  }
}
