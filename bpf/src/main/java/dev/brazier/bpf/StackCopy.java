package dev.brazier.bpf;

import dev.brazier.bpf.perf.PerfRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The registers of a thread and the inner part of its stack at a sample, for who walks it in user
 * space. It holds whatever the program had on its stack: it belongs in no file. Good as long as the
 * sample it comes with, if not {@linkplain #keep kept}.
 */
public final class StackCopy {
  /** Linux v6.1, arch/x86/include/uapi/asm/perf_regs.h: ax to ip, and r8 to r15. */
  private static final long X86_64_MASK = 0x1ff | 0xffL << 16;

  /** Of each register of that mask, its number in unwind tables; -1 is the pc. */
  private static final int[] X86_64_NUMBERS = {
    0, 3, 2, 1, 4, 5, 6, 7, -1, 8, 9, 10, 11, 12, 13, 14, 15
  };

  /** arch/arm64/include/uapi/asm/perf_regs.h: x0 to x30, sp and pc, numbered as in tables. */
  private static final long AARCH64_MASK = (1L << 33) - 1;

  private static final int MOST_REGISTERS = 64;

  private final Machine machine;
  private final long[] sampled = new long[MOST_REGISTERS];
  private final long[] registers;
  private final ByteBuffer bytes;
  private long pc;

  StackCopy(Machine machine, int bytes) {
    this.machine = machine;
    this.registers = new long[machine == Machine.X86_64 ? 16 : 32];
    this.bytes = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The registers that a walk needs, as {@code perf_event_attr.sample_regs_user}. */
  static long mask(Machine machine) {
    return machine == Machine.X86_64 ? X86_64_MASK : AARCH64_MASK;
  }

  /** Takes a sample's copy over. */
  void take(PerfRecord record) {
    record.copyRegisters(sampled);
    record.copyStack(bytes);
    if (machine == Machine.X86_64) {
      for (int i = 0; i < X86_64_NUMBERS.length; i++) {
        if (X86_64_NUMBERS[i] < 0) {
          pc = sampled[i];
        } else {
          registers[X86_64_NUMBERS[i]] = sampled[i];
        }
      }
    } else {
      System.arraycopy(sampled, 0, registers, 0, registers.length);
      pc = sampled[registers.length];
    }
  }

  /** A copy that lasts longer than the sample. */
  public StackCopy keep() {
    StackCopy kept = new StackCopy(machine, bytes.limit());
    kept.pc = pc;
    System.arraycopy(registers, 0, kept.registers, 0, registers.length);
    kept.bytes.put(0, bytes, 0, bytes.limit());
    return kept;
  }

  /** How much of the stack there is, in bytes. */
  public int size() {
    return bytes.limit();
  }

  /** Where the thread was in user space: the interrupted instruction, or behind a system call. */
  public long pc() {
    return pc;
  }

  /** The registers by their DWARF numbers: 16 on x86-64, x0 to x30 and sp on arm64. */
  public long[] registers() {
    return registers.clone();
  }

  /** The stack from the stack pointer up to the buffer's limit. */
  public ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
