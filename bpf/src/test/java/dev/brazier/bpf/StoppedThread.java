package dev.brazier.bpf;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a walk begins.
 *
 * @param pc the next instruction
 * @param registers by DWARF's numbers: 16 on x86-64, 32 on aarch64
 * @param code the executable mappings of the process, ascending
 */
public record StoppedThread(long pc, List<Long> registers, List<CodeMapping> code) {
  private static final long SIGNAL_MARKER = 6L << FrameWord.TAG_SHIFT | FrameWord.SIGNAL;

  public StoppedThread {
    registers = List.copyOf(registers);
    code = List.copyOf(code);
  }

  /**
   * The frames as the walk should write them.
   *
   * @param frames innermost first
   * @throws IllegalArgumentException when one lies in no code
   */
  public List<Long> words(List<SnapshotFrame> frames, HostTables tables) {
    List<Long> words = new ArrayList<>();
    for (SnapshotFrame frame : frames) {
      boolean exact = words.isEmpty() || frame.interrupted();
      if (frame.interrupted()) {
        words.add(SIGNAL_MARKER);
      }
      words.add(word(frame.pc(), exact ? frame.pc() : frame.pc() - 1, tables));
    }
    return words;
  }

  private long word(long pc, long address, HostTables tables) {
    CodeMapping mapping = mapping(address);
    return mapping.ofFile()
        ? FrameWord.ofFile(
            tables.fileId(mapping.file()), pc - mapping.start() + mapping.fileOffset())
        : 2L << FrameWord.TAG_SHIFT | pc;
  }

  /** Whether there is code at an address. */
  public boolean isCode(long address) {
    return code.stream().anyMatch(mapping -> mapping.contains(address));
  }

  /**
   * The mapping that holds an address.
   *
   * @throws IllegalArgumentException when there is none
   */
  public CodeMapping mapping(long address) {
    return code.stream()
        .filter(mapping -> mapping.contains(address))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no code at 0x" + Long.toHexString(address)));
  }
}
