package dev.brazier.bpf;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * A stack of a stopped process with all that a walk needs, and the frames that a debugger found.
 *
 * @param about what it shows, and of which program
 * @param machine {@code x86_64} or {@code aarch64}
 * @param memory blocks of {@link HostWalk#BLOCK} bytes by address
 * @param tables rows of the files that have some, by name; those around the frames suffice
 * @param frames innermost first
 * @param end why the walk should end there
 */
public record Snapshot(
    String about,
    String machine,
    StoppedThread thread,
    NavigableMap<Long, byte[]> memory,
    Map<String, UnwindRows> tables,
    List<SnapshotFrame> frames,
    StackEnd end) {
  private static final int MOST_ROWS = 1 << 12;
  private static final int MOST_GRANULES = 1 << 18;

  /** Its tables, stored. */
  HostTables hostTables() {
    HostTables stored = new HostTables(MOST_ROWS, MOST_GRANULES);
    tables.forEach(stored::add);
    return stored;
  }
}
