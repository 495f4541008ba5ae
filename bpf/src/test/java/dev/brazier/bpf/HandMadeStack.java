package dev.brazier.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A stack made word by word. All code lies in one file, which is mapped at {@link #CODE} from its
 * first byte on, so that a place in the file is known by its offset.
 */
final class HandMadeStack {
  static final long CODE = 0x7f00_0000_0000L;
  static final long STACK = 0x7ffd_0000_0000L;
  static final String FILE = "program";

  private static final int CODE_BYTES = 0x10_0000;
  private static final WalkRule OUTERMOST =
      new WalkRule(CfaRule.REGISTER, 0, 0, 0, SavedRule.SAME, 0, SavedRule.UNDEFINED, 0);

  private final String machine;
  private final Long[] registers;
  private final NavigableMap<Long, byte[]> memory = new TreeMap<>();
  private final NavigableMap<Long, WalkRule> rows = new TreeMap<>();
  private final List<CodeMapping> code = new ArrayList<>();
  private long pc;

  private HandMadeStack(String machine, int registers) {
    this.machine = machine;
    this.registers = new Long[registers];
    Arrays.fill(this.registers, 0L);
    code.add(new CodeMapping(CODE, CODE + CODE_BYTES, 0, FILE));
  }

  /** Registers: rbp is 6, rsp is 7. */
  static HandMadeStack onX86() {
    return new HandMadeStack("x86_64", 16).register(7, STACK);
  }

  /** Registers: fp is 29, lr is 30, sp is 31. */
  static HandMadeStack onArm() {
    return new HandMadeStack("aarch64", 32).register(31, STACK);
  }

  HandMadeStack register(int number, long value) {
    registers[number] = value;
    return this;
  }

  /** Stopped at an offset of the file. */
  HandMadeStack at(long offset) {
    pc = CODE + offset;
    return this;
  }

  /** Stopped at an address. */
  HandMadeStack atAddress(long address) {
    pc = address;
    return this;
  }

  /** More code. */
  HandMadeStack code(long start, long bytes, String file) {
    code.add(new CodeMapping(start, start + bytes, 0, file));
    return this;
  }

  /** From an offset of the file on. */
  HandMadeStack row(long offset, WalkRule rule) {
    rows.put(offset, rule);
    return this;
  }

  /** From an offset on: nobody called the code there. */
  HandMadeStack outermost(long offset) {
    return row(offset, OUTERMOST);
  }

  /** Words of the stack from its first address on. */
  HandMadeStack words(long... values) {
    return wordsAt(STACK, values);
  }

  HandMadeStack wordsAt(long address, long... values) {
    for (int i = 0; i < values.length; i++) {
      for (int b = 0; b < Long.BYTES; b++) {
        writeByte(address + (long) i * Long.BYTES + b, (byte) (values[i] >>> (b * Byte.SIZE)));
      }
    }
    return this;
  }

  private void writeByte(long address, byte value) {
    byte[] block =
        memory.computeIfAbsent(address & -HostWalk.BLOCK, any -> new byte[HostWalk.BLOCK]);
    block[(int) (address % HostWalk.BLOCK)] = value;
  }

  /** CFA at a register + offset, the return address and the frame pointer as the ABI saves them. */
  static WalkRule rule(int register, int offset, SavedRule fp, int fpOffset, int raOffset) {
    return new WalkRule(
        CfaRule.REGISTER, register, offset, 0, fp, fpOffset, SavedRule.AT_CFA, raOffset);
  }

  Snapshot snapshot() {
    Map<String, UnwindRows> tables = new LinkedHashMap<>();
    if (!rows.isEmpty()) {
      rows.put((long) CODE_BYTES, WalkRule.NO_CFI);
      tables.put(FILE, unwindRows());
    }
    return new Snapshot(
        "made by hand",
        machine,
        new StoppedThread(pc, List.of(registers), code),
        memory,
        tables,
        List.of(),
        StackEnd.ROOT);
  }

  private UnwindRows unwindRows() {
    List<WalkRule> dictionary = rows.values().stream().distinct().toList();
    StringBuilder rules = new StringBuilder();
    rows.values().forEach(rule -> rules.append((char) dictionary.indexOf(rule)));
    return new UnwindRows(
        rows.keySet().stream().mapToLong(Long::longValue).toArray(),
        rules.toString().toCharArray(),
        dictionary);
  }
}
