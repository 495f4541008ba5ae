package dev.brazier.bpf;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.brazier.bpf.UnwindLayout.UnwindTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.NavigableMap;

/**
 * The arguments of {@code walk_stack} in {@code src/test/walk/walk.c}, byte by byte.
 *
 * @param tables {@code struct tables}
 * @param process {@code struct process}
 * @param mappings the array of {@code struct mapping}
 * @param blocks the array of {@code struct block}
 * @param memory what {@code tables} points to
 */
record HostInput(
    ByteBuffer tables,
    ByteBuffer process,
    ByteBuffer mappings,
    ByteBuffer blocks,
    UnwindMemory memory) {
  /** In {@code struct result}. */
  static final int MISSED = 0;

  static final int READS = 8;
  static final int FAULTS = 12;
  static final int END = 16;
  static final int FRAME_COUNT = 20;
  static final int FRAMES = 24;
  static final int RESULT_BYTES = FRAMES + HostWalk.MOST_FRAMES * Long.BYTES;

  /** In {@code struct process}: after the pointers and counts. */
  static final int PC = 24;

  /** {@code struct mapping}, and its member {@code table}. */
  static final int MAPPING_BYTES = 40;

  static final int MAPPING_TABLE = 24;

  /** {@code struct block}. */
  static final int BLOCK_BYTES = Long.BYTES + HostWalk.BLOCK;

  HostInput(StoppedThread thread, NavigableMap<Long, byte[]> memory, HostTables tables) {
    this(thread, mappings(thread.code(), tables), blocks(memory), tables.memory);
  }

  private HostInput(
      StoppedThread thread, ByteBuffer mappings, ByteBuffer blocks, UnwindMemory memory) {
    this(tables(memory), process(thread, mappings, blocks), mappings, blocks, memory);
  }

  static ByteBuffer bytes(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer tables(UnwindMemory memory) {
    ByteBuffer bytes = bytes(4 * (Long.BYTES + Integer.BYTES));
    putAddress(bytes, memory.rows().whole());
    putAddress(bytes, memory.index().whole());
    putAddress(bytes, memory.rules());
    putAddress(bytes, memory.tables());
    return bytes
        .putInt(memory.rows().capacity() / Long.BYTES)
        .putInt(memory.index().capacity() / Long.BYTES)
        .putInt(memory.rules().capacity() / RuleDictionary.STRIDE)
        .putInt(memory.tables().capacity() / UnwindTable.BYTES)
        .flip();
  }

  private static ByteBuffer process(StoppedThread thread, ByteBuffer mappings, ByteBuffer blocks) {
    ByteBuffer bytes = bytes(PC + (1 + thread.registers().size()) * Long.BYTES);
    putAddress(bytes, mappings);
    putAddress(bytes, blocks);
    bytes
        .putInt(mappings.capacity() / MAPPING_BYTES)
        .putInt(blocks.capacity() / BLOCK_BYTES)
        .putLong(thread.pc());
    thread.registers().forEach(bytes::putLong);
    return bytes.flip();
  }

  private static void putAddress(ByteBuffer to, ByteBuffer of) {
    to.putLong(of.capacity() == 0 ? 0 : Pointer.nativeValue(Native.getDirectBufferPointer(of)));
  }

  private static ByteBuffer mappings(List<CodeMapping> code, HostTables tables) {
    ByteBuffer bytes = bytes(code.size() * MAPPING_BYTES);
    for (CodeMapping mapping : code) {
      bytes
          .putLong(mapping.start())
          .putLong(mapping.end())
          .putLong(addend(mapping, tables))
          .putInt(mapping.ofFile() ? tables.word(mapping.file()) : UnwindLayout.TABLE_PENDING)
          .position(bytes.position() + MAPPING_BYTES - MAPPING_TABLE - Integer.BYTES);
    }
    return bytes.flip();
  }

  /** What makes a frame of a pc. */
  private static long addend(CodeMapping mapping, HostTables tables) {
    return mapping.ofFile()
        ? FrameWord.ofFile(tables.fileId(mapping.file()), 0)
            + mapping.fileOffset()
            - mapping.start()
        : 2L << FrameWord.TAG_SHIFT;
  }

  private static ByteBuffer blocks(NavigableMap<Long, byte[]> memory) {
    ByteBuffer bytes = bytes(memory.size() * BLOCK_BYTES);
    memory.forEach((address, block) -> bytes.putLong(address).put(block));
    return bytes.flip();
  }
}
