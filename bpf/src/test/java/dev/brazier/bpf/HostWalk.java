package dev.brazier.bpf;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The walk up a user stack as the kernel runs it, compiled for this machine: see {@code
 * src/test/walk/walk.c}. For one thread.
 */
public final class HostWalk {
  /** Bytes of a block of memory, at an address that is a multiple of it. */
  public static final int BLOCK = 64;

  static final int MOST_FRAMES = 1025;

  private final WalkLibrary library;
  private final ByteBuffer result = HostInput.bytes(HostInput.RESULT_BYTES);

  /** The library's only function. All buffers are direct. */
  interface WalkLibrary extends Library {
    void walk_stack(ByteBuffer tables, ByteBuffer process, ByteBuffer result);
  }

  /** Where memory of a process comes from. */
  public interface BlockReader {
    /** The {@link #BLOCK} bytes at an address that is a multiple of it; empty if there are none. */
    Optional<byte[]> read(long address);
  }

  private HostWalk(WalkLibrary library) {
    this.library = library;
  }

  /**
   * Loads the walk.
   *
   * @param machine whose stacks it walks: {@code x86_64} or {@code aarch64}, whatever this one is
   */
  public static HostWalk ofStacksOf(String machine) {
    try {
      String name = "/dev/brazier/bpf/walk." + machine + ".so";
      String file =
          Native.extractFromResourcePath(name, HostWalk.class.getClassLoader()).toString();
      return new HostWalk(Native.load(file, WalkLibrary.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Walks a recorded stack. */
  public WalkedStack walk(Snapshot snapshot) {
    return walk(snapshot.thread(), snapshot.memory(), snapshot.hostTables());
  }

  WalkedStack walk(StoppedThread thread, NavigableMap<Long, byte[]> memory, HostTables tables) {
    return walk(new HostInput(thread, memory, tables));
  }

  WalkedStack walk(HostInput input) {
    library.walk_stack(input.tables(), input.process(), result);
    int count = Math.min(result.getInt(HostInput.FRAME_COUNT), MOST_FRAMES);
    List<Long> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(result.getLong(HostInput.FRAMES + i * Long.BYTES));
    }
    long missed = result.getLong(HostInput.MISSED);
    return new WalkedStack(
        words,
        StackEnd.of((byte) result.getInt(HostInput.END)),
        result.getInt(HostInput.READS),
        result.getInt(HostInput.FAULTS),
        missed == 0 ? OptionalLong.empty() : OptionalLong.of(missed));
  }

  /**
   * Walks a stack whose memory is read as the walk wants it.
   *
   * @param memory is filled with the blocks that the walk has read
   */
  public WalkedStack walk(
      StoppedThread thread,
      NavigableMap<Long, byte[]> memory,
      HostTables tables,
      BlockReader reader) {
    while (true) {
      WalkedStack walked = walk(thread, memory, tables);
      Optional<byte[]> block =
          walked.missed().isPresent() ? reader.read(walked.missed().getAsLong()) : Optional.empty();
      if (block.isEmpty()) {
        return walked;
      }
      memory.put(walked.missed().getAsLong(), block.get());
    }
  }
}
