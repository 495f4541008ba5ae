package dev.brazier.agent.unwind;

import dev.brazier.agent.unwind.HotFiles.HotFile;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.FilePinner;
import dev.brazier.container.process.PinOutcome;
import dev.brazier.container.process.PinnedFile;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Tables that are compiled while the kernel program still loads, so that the first samples are
 * walked with them. They know their files by inode, as the kernel has not numbered them yet.
 */
final class EarlyTables implements AutoCloseable {

  /** It takes some 100 ms, all the time there is; a larger file would leave none for others. */
  private static final long MOST_BYTES = 160L << 20;

  /** Some 15 MB, which are free again as soon as they are handed over. */
  private static final int MOST_ROWS = 1_500_000;

  private static final Inode VDSO = new Inode(new DeviceNumber(0, 0), 0);

  private final ProcRoot proc;
  private final FilePinner pinner;
  private final HotFiles hot;
  private final Queue<HotFile> waiting;
  private final List<Early> ready = new ArrayList<>();
  private int rows;

  private record Early(Inode inode, Optional<CodeIdentity> identity, UnwindRows rows) {}

  /** Looks for the files that will be sampled first. */
  EarlyTables(ProcRoot proc, Set<Integer> targets) {
    this.proc = proc;
    pinner = new FilePinner(proc);
    hot = HotFiles.read(proc, targets, System::nanoTime);
    waiting = new ArrayDeque<>(targets.isEmpty() ? hot.hottestFirst() : hot.recorded());
    compile(VDSO, ElfUnwindSource.ofVdso());
  }

  HotFiles hot() {
    return hot;
  }

  /** Compiles the next file; false when there is none, or enough is compiled. */
  boolean compileNext() {
    HotFile file = rows < MOST_ROWS ? waiting.poll() : null;
    if (file == null) {
      return false;
    }
    if (pinner.pin(file.request()) instanceof PinOutcome.Pinned pinned) {
      try (PinnedFile held = pinned.file()) {
        if (held.identity().size() <= MOST_BYTES) {
          compile(file.inode(), ElfUnwindSource.of(proc, file.request().pid(), held));
        }
      }
    }
    return true;
  }

  private void compile(Inode inode, UnwindSource source) {
    try {
      Optional<CodeIdentity> identity = source.identity();
      boolean same =
          identity.isPresent() && ready.stream().anyMatch(e -> e.identity.equals(identity));
      Optional<UnwindRows> compiled = same ? Optional.empty() : source.rows();
      compiled.ifPresent(
          made -> {
            rows += made.size();
            ready.add(new Early(inode, identity, made));
          });
    } catch (IOException | MalformedElfException e) {
      // The kernel will show the file again, and then it is told what is wrong with it.
    }
  }

  /** Gives away everything that is compiled. */
  void handOver(TableBuilder builder) {
    ready.forEach(early -> builder.prepared(early.inode(), early.identity(), early.rows()));
    ready.clear();
    close();
  }

  @Override
  public void close() {
    waiting.clear();
    pinner.close();
  }
}
