package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.unwind.Code.Other;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import dev.brazier.container.unwind.UnwindRule.Saved;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks a stack that was copied together with the registers: bytes and registers in, addresses out.
 * It does what {@code walk.h} does in the kernel, step by step, but where that reads the memory of
 * the process this has the copy only.
 *
 * <p>Whatever the stack and the tables hold, a walk ends: each frame lies above the one before, or
 * the walk has found the {@link #MOST_FRAMES}. Can be used again; by one thread at a time.
 */
public final class StackUnwinder {
  /** So many frames, {@link #SIGNAL}s included. */
  public static final int MOST_FRAMES = 1024;

  /** Stands before a frame that a signal interrupted: its address is exact. */
  public static final long SIGNAL = 0;

  /** Code that has a frame pointer has its caller's frame within this distance. */
  private static final long LARGEST_FRAME = 1 << 20;

  private static final int WORD = Long.BYTES;

  private final Machine machine;
  private final long[] registers;
  private final long[] frames = new long[MOST_FRAMES];
  private int count;
  private StackBytes stack = new StackBytes(0, ByteBuffer.allocate(0));
  private long pc;
  private boolean exact; // nothing was called from here: it is the pc itself, not behind a call
  private boolean chained; // the frame pointer came from a frame pointer
  private @Nullable UnwindTable calleeTable; // of the innermost frame, if this is its caller
  private @Nullable WalkEnd end;

  private StackUnwinder(Machine machine) {
    this.machine = machine;
    this.registers = new long[machine.registers()];
  }

  /**
   * A walker for stacks of a machine.
   *
   * @throws IllegalArgumentException for {@link ElfMachine#OTHER}
   */
  public static StackUnwinder of(ElfMachine machine) {
    return new StackUnwinder(
        Machine.of(machine)
            .orElseThrow(() -> new IllegalArgumentException("stacks of " + machine)));
  }

  /**
   * Walks.
   *
   * @param start the innermost address
   * @param values of the registers there, by their DWARF numbers; missing ones count as 0
   * @param bytes the stack from the stack pointer on, little-endian, up to the buffer's limit
   * @param code what the process has mapped as code
   * @return why there are no more frames
   */
  public WalkEnd walk(long start, long[] values, ByteBuffer bytes, Code.Lookup code) {
    Arrays.fill(registers, 0);
    System.arraycopy(values, 0, registers, 0, Math.min(values.length, registers.length));
    stack = new StackBytes(registers[machine.stackPointer], bytes);
    pc = start;
    exact = true;
    chained = false;
    calleeTable = null;
    count = 0;
    end = pc == 0 ? WalkEnd.NOT_CODE : null;
    while (end == null) {
      step(code);
    }
    return end;
  }

  /** How many frames were found, {@link #SIGNAL}s included. */
  public int frames() {
    return count;
  }

  /**
   * A frame's address, or {@link #SIGNAL}; 0 is the innermost. It is the return address except in
   * the innermost frame and after a {@link #SIGNAL}.
   */
  public long frame(int index) {
    return frames[index];
  }

  private void step(Code.Lookup lookup) {
    // A return address may lie behind its function's last byte, but not the call before it.
    long address = exact ? pc : pc - 1;
    Code code = lookup.at(address);
    if (code == Other.NONE) {
      end = WalkEnd.NOT_CODE;
    } else if (push(pc)) {
      UnwindTable table = exact ? code.tableOrNull() : null;
      leave(code, address);
      calleeTable = table;
    }
  }

  private boolean push(long frame) {
    if (count == MOST_FRAMES) {
      end = WalkEnd.TOO_DEEP;
      return false;
    }
    frames[count++] = frame;
    return true;
  }

  private void leave(Code code, long address) {
    if (code instanceof Code.Covered covered) {
      leaveCovered(covered.table(), address + covered.addend());
      return;
    }
    switch ((Other) code) {
      case GENERATED -> followFramePointer(WalkEnd.GENERATED_CODE);
      case UNREADABLE -> followFramePointer(WalkEnd.TABLE_UNREADABLE);
      case PENDING -> end = WalkEnd.TABLE_PENDING;
      case UNCOVERED, NONE -> leaveUncovered();
    }
  }

  private void leaveCovered(UnwindTable table, long offset) {
    int row = table.find(offset);
    UnwindRule rule = row < 0 ? UnwindRule.NO_CFI : table.rules().get(table.rule(row));
    switch (rule.cfa()) {
      case NO_CFI -> leaveUncovered();
      case SIGNAL_FRAME -> leaveSignalFrame();
      case UNSUPPORTED -> end = WalkEnd.UNSUPPORTED;
      case REGISTER, DEREFERENCE, PLT -> {
        if (rule.returnAddress() == Saved.UNDEFINED) {
          end = WalkEnd.ROOT;
        } else {
          leaveByRule(table, rule);
        }
      }
    }
  }

  /** Code without unwind information in a file: start code, assembly. */
  private void leaveUncovered() {
    // The chain ends with a zero, as every machine's ABI wants; a zero elsewhere says nothing.
    if (chained && registers[machine.framePointer] == 0) {
      end = WalkEnd.ROOT;
    } else {
      followFramePointer(WalkEnd.NO_CFI);
    }
  }

  /** {@code (sp, fp, pc) = (fp + 16, *fp, *(fp + 8))}, or this end where that cannot be. */
  private void followFramePointer(WalkEnd otherwise) {
    long fp = registers[machine.framePointer];
    long above = fp - registers[machine.stackPointer];
    if (above < 0 || above >= LARGEST_FRAME || fp % WORD != 0) {
      end = otherwise;
    } else if (!stack.has(fp, 2)) {
      end = WalkEnd.NOT_COPIED;
    } else if (stack.word(fp + WORD) == 0) {
      end = otherwise;
    } else {
      enterCaller(fp + 2 * WORD, stack.word(fp), stack.word(fp + WORD));
      chained = true;
    }
  }

  private void leaveSignalFrame() {
    int[] numbers = machine.interrupted();
    long at = registers[machine.stackPointer] + machine.interruptedAt();
    if (!stack.has(at, numbers.length)) {
      end = WalkEnd.NOT_COPIED;
      return;
    }
    for (int i = 0; i < numbers.length; i++) {
      long value = stack.word(at + (long) i * WORD);
      if (numbers[i] < 0) {
        pc = value;
      } else {
        registers[numbers[i]] = value;
      }
    }
    exact = true;
    chained = false;
    push(SIGNAL);
  }

  private void leaveByRule(UnwindTable table, UnwindRule rule) {
    if (!isKnown(table, rule.cfaRegister())) {
      end = WalkEnd.REGISTER_LOST;
      return;
    }
    long cfa = frameAddress(rule);
    long ra = restore(table, rule.returnAddress(), rule.returnAddressOffset(), cfa, true);
    long fp = restore(table, rule.framePointer(), rule.framePointerOffset(), cfa, false);
    if (end == null) {
      enterCaller(cfa, fp, ra);
    }
  }

  private long frameAddress(UnwindRule rule) {
    if (rule.cfa() == Cfa.PLT) {
      long sp = registers[machine.stackPointer];
      return sp + ((pc & 15) >= rule.cfaOffset() ? 2 * WORD : WORD);
    }
    long address = register(rule.cfaRegister()) + rule.cfaOffset();
    return rule.cfa() == Cfa.REGISTER ? address : read(address) + rule.cfaAddend();
  }

  /** A register of the caller, or the return address. */
  private long restore(UnwindTable table, Saved rule, int offset, long cfa, boolean isReturn) {
    return switch (rule) {
      case AT_CFA -> read(cfa + offset);
      case AT_FRAME_POINTER -> read(registers[machine.framePointer] + offset);
      case IN_REGISTER -> isKnown(table, offset) ? register(offset) : lost();
      case SAME -> isReturn ? linkRegister() : registers[machine.framePointer];
      case UNDEFINED -> registers[machine.framePointer];
    };
  }

  private long linkRegister() {
    return machine == Machine.AARCH64 && exact ? registers[Machine.LINK_REGISTER] : lost();
  }

  private long lost() {
    end = WalkEnd.REGISTER_LOST;
    return 0;
  }

  private long read(long address) {
    if (!stack.has(address, 1)) {
      end = WalkEnd.NOT_COPIED;
      return 0;
    }
    return stack.word(address);
  }

  private long register(int number) {
    return number >= 0 && number < registers.length ? registers[number] : lost();
  }

  /**
   * Whether a register has the value here that the innermost frame shows. A frame whose rule wants
   * a register that calls may clobber is assembly that calls its own: those keep what it relies on.
   */
  private boolean isKnown(UnwindTable table, int number) {
    return exact
        || number == machine.stackPointer
        || number == machine.framePointer
        || (calleeTable == table && machine.isClobberedByCalls(number));
  }

  /** Enters the caller whose stack begins at {@code cfa}. */
  private void enterCaller(long cfa, long fp, long ra) {
    long sp = registers[machine.stackPointer];
    int growth = Long.compareUnsigned(cfa, sp);
    // Machines with a link register have functions that use no stack at all.
    if (growth < 0 || (growth == 0 && !exact)) {
      end = WalkEnd.NOT_GROWING;
      return;
    }
    pc = machine.codeAddress(ra);
    if (pc == 0) {
      end = WalkEnd.ROOT;
      return;
    }
    registers[machine.stackPointer] = cfa;
    registers[machine.framePointer] = fp;
    exact = false;
    chained = false;
  }
}
