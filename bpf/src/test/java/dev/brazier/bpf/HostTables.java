package dev.brazier.bpf;

import dev.brazier.bpf.UnwindLayout.UnwindTable;
import dev.brazier.bpf.UnwindTables.Stored;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Unwind tables in plain memory, where the code that serves the kernel has stored them. */
public final class HostTables {
  private static final int MOST_RULES = 1 << 13;
  private static final int SLOTS = 512;

  final UnwindMemory memory;
  private final FakeFileStates states = new FakeFileStates();
  private final UnwindTables tables;
  private final Map<String, Integer> fileIds = new HashMap<>();

  /**
   * With room for so many rows in all, and for files whose code has so many KiB in all.
   *
   * @param rows an even number
   * @param granules an even number
   */
  public HostTables(int rows, int granules) {
    memory =
        new UnwindMemory(
            ByteBuffer.allocateDirect(rows * Integer.BYTES),
            ByteBuffer.allocateDirect(granules * Integer.BYTES),
            ByteBuffer.allocateDirect(MOST_RULES * RuleDictionary.STRIDE),
            ByteBuffer.allocateDirect(SLOTS * UnwindTable.BYTES),
            new CloseStack());
    tables = new UnwindTables(memory, states, System::nanoTime);
  }

  /**
   * Stores a file's table.
   *
   * @throws IllegalArgumentException when there is no room
   */
  public void add(String file, UnwindRows rows) {
    if (!(tables.store(rows) instanceof Stored.At at)) {
      throw new IllegalArgumentException("no room for " + rows + " of " + file);
    }
    tables.use(FakeFileStates.file(fileId(file)), at.table());
  }

  /** The file's number in frames. */
  public int fileId(String file) {
    return fileIds.computeIfAbsent(file, name -> fileIds.size() + 1);
  }

  /** What the walk knows of the file's table; files that were not added have none. */
  int word(String file) {
    int word = states.table(fileId(file));
    return word == UnwindLayout.TABLE_PENDING ? UnwindLayout.TABLE_NONE : word;
  }
}
