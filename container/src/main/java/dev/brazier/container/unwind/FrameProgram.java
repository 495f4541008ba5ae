package dev.brazier.container.unwind;

import dev.brazier.container.unwind.RegisterRules.FrameAddress;
import dev.brazier.container.unwind.RegisterRules.Kept;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs call frame instructions (DWARF 5 §6.4.2 and the extensions of GNU and Arm) and hands out a
 * row wherever the location advances.
 */
final class FrameProgram {
  private static final int MOST_REMEMBERED = 64; // compilers nest them one deep
  private static final int HIGHEST_CFA_REGISTER = 0xff;

  private final Machine machine;
  private final FrameReader in;
  private final long sectionAddress;
  private final RuleDictionary rules;
  private final RowBuffer rows;
  private final RegisterRules state = new RegisterRules();
  private final FrameAddress address = new FrameAddress();
  private final List<RegisterRules> remembered = new ArrayList<>();
  private int depth;
  private CommonEntry cie = CommonEntry.BLANK;

  /** The ELF address of the function, and from there on in bytes: its end, and where we are. */
  private long start;

  private long length;
  private long location;

  FrameProgram(
      Machine machine, FrameReader in, long sectionAddress, RuleDictionary rules, RowBuffer rows) {
    this.machine = machine;
    this.in = in;
    this.sectionAddress = sectionAddress;
    this.rules = rules;
    this.rows = rows;
  }

  /** Runs the instructions of a CIE, from the reader's position to its limit. */
  void prepare(CommonEntry entry) throws MalformedFrameException {
    cie = entry;
    entry.initial.reset(machine);
    state.reset(machine);
    length = 0; // no row lies inside
    run();
    entry.initial.copy(state);
  }

  /**
   * Runs the instructions of a function, from the reader's position to its limit.
   *
   * @param start the ELF address of its first byte
   * @param length the number of bytes of code
   */
  void run(CommonEntry entry, long start, long length) throws MalformedFrameException {
    cie = entry;
    state.copy(entry.initial);
    this.start = start;
    this.length = length;
    run();
    emit();
  }

  private void run() throws MalformedFrameException {
    location = 0;
    depth = 0;
    while (in.hasMore() && location < Math.max(length, 1)) {
      int code = in.u8();
      int operand = code & 0x3f;
      switch (code >> 6) {
        case 1 -> advance(operand);
        case 2 -> save(operand, Kept.AT_CFA, factored(in.uleb()));
        case 3 -> restore(operand);
        default -> extended(operand);
      }
    }
  }

  private void extended(int code) throws MalformedFrameException {
    switch (code) {
      case 0x00 -> {} // nop
      case 0x01 -> advanceTo(PointerEncoding.read(in, cie.encoding, sectionAddress));
      case 0x02 -> advance(in.u8());
      case 0x03 -> advance(in.u16());
      case 0x04 -> advance(in.u32());
      case 0x05 -> save(in.uleb(), Kept.AT_CFA, factored(in.uleb())); // offset_extended
      case 0x06 -> restore(in.uleb());
      case 0x07 -> save(in.uleb(), Kept.UNDEFINED, 0);
      case 0x08 -> save(in.uleb(), Kept.SAME, 0);
      case 0x09 -> save(in.uleb(), Kept.IN_REGISTER, narrow(in.uleb()));
      case 0x0a -> remember();
      case 0x0b -> recall();
      case 0x0c -> frameAddress(in.uleb(), narrow(in.uleb())); // def_cfa
      case 0x0d -> frameAddress(in.uleb(), state.cfaOffset); // def_cfa_register
      case 0x0e -> state.cfaOffset = narrow(in.uleb()); // def_cfa_offset
      case 0x0f -> frameAddressExpression();
      case 0x10 -> saveExpression();
      case 0x11 -> save(in.uleb(), Kept.AT_CFA, factored(in.sleb())); // offset_extended_sf
      case 0x12 -> frameAddress(in.uleb(), factored(in.sleb())); // def_cfa_sf
      case 0x13 -> state.cfaOffset = factored(in.sleb()); // def_cfa_offset_sf
      case 0x14 -> saveValue(in.uleb(), factored(in.uleb())); // val_offset
      case 0x15 -> saveValue(in.uleb(), factored(in.sleb())); // val_offset_sf
      case 0x16 -> valueExpression();
      case 0x2c, 0x2d -> signReturnAddress();
      case 0x2e -> in.uleb(); // GNU_args_size: concerns exceptions only
      case 0x2f -> save(in.uleb(), Kept.AT_CFA, factored(-in.uleb())); // GNU_negative_offset
      default -> throw new MalformedFrameException("unknown instruction");
    }
  }

  private void advance(long steps) {
    long bytes = steps * cie.codeAlignment;
    if (bytes != 0) {
      emit();
      location += bytes; // at most 2^40 and only while inside the function: no overflow
    }
  }

  private void advanceTo(long elfAddress) throws MalformedFrameException {
    long target = elfAddress - start;
    if (target < location) {
      throw new MalformedFrameException("location that goes backwards");
    }
    if (target != location) {
      emit();
      location = target;
    }
  }

  private void emit() {
    if (location < length) {
      rows.add(location, rules.number(state));
    }
  }

  private void save(long register, Kept kept, int offset) {
    if (register == machine.framePointer) {
      state.framePointer = kept;
      state.framePointerOffset = offset;
    } else if (register == cie.returnRegister) {
      state.returnAddress = kept;
      state.returnAddressOffset = offset;
    } else if (register == machine.stackPointer) {
      state.stackPointerMoved = true;
    }
  }

  /** The caller's register equals CFA + offset: what a stack pointer is without a word. */
  private void saveValue(long register, int offset) {
    save(register, register == machine.framePointer ? Kept.UNDEFINED : Kept.OTHER, 0);
    if (register == machine.stackPointer) {
      state.stackPointerMoved = offset != 0;
    }
  }

  private void restore(long register) {
    RegisterRules initial = cie.initial;
    if (register == machine.framePointer) {
      state.framePointer = initial.framePointer;
      state.framePointerOffset = initial.framePointerOffset;
    } else if (register == cie.returnRegister) {
      state.returnAddress = initial.returnAddress;
      state.returnAddressOffset = initial.returnAddressOffset;
    } else if (register == machine.stackPointer) {
      state.stackPointerMoved = initial.stackPointerMoved;
    }
  }

  /** The CFA is remembered too, as gcc means it, though DWARF speaks of registers only. */
  private void remember() throws MalformedFrameException {
    if (depth == MOST_REMEMBERED) {
      throw new MalformedFrameException("states remembered too deeply");
    }
    if (depth == remembered.size()) {
      remembered.add(new RegisterRules());
    }
    remembered.get(depth++).copy(state);
  }

  private void recall() throws MalformedFrameException {
    if (depth == 0) {
      throw new MalformedFrameException("state restored that was not remembered");
    }
    state.copy(remembered.get(--depth));
  }

  private void frameAddress(long register, int offset) throws MalformedFrameException {
    if (register < 0 || register > HIGHEST_CFA_REGISTER) {
      throw new MalformedFrameException("impossible register");
    }
    state.cfaRegister = (int) register;
    state.cfaOffset = offset;
    state.cfaIsExpression = false;
  }

  private void frameAddressExpression() throws MalformedFrameException {
    evaluate(in.length(), address);
    if (address.kind == Cfa.REGISTER) {
      frameAddress(address.register, address.offset);
    } else {
      state.expression.set(address.kind, address.register, address.offset, address.addend);
      state.cfaIsExpression = true;
    }
  }

  private void saveExpression() throws MalformedFrameException {
    long register = in.uleb();
    evaluate(in.length(), address);
    if (address.kind == Cfa.REGISTER && address.register == machine.framePointer) {
      save(register, Kept.AT_FRAME_POINTER, address.offset);
    } else {
      save(register, register == machine.framePointer ? Kept.UNDEFINED : Kept.OTHER, 0);
    }
  }

  private void valueExpression() throws MalformedFrameException {
    long register = in.uleb();
    in.skip(in.length());
    save(register, register == machine.framePointer ? Kept.UNDEFINED : Kept.OTHER, 0);
  }

  private void evaluate(int size, FrameAddress into) throws MalformedFrameException {
    int end = in.limit();
    int next = in.position() + size;
    in.enter(in.position(), next);
    FrameExpression.frameAddress(in, machine, into);
    in.enter(next, end);
  }

  /** On AArch64 the return address is signed from here on: the walk masks pointers anyway. */
  private void signReturnAddress() throws MalformedFrameException {
    if (machine != Machine.AARCH64) {
      throw new MalformedFrameException("unknown instruction");
    }
  }

  private int factored(long factor) throws MalformedFrameException {
    if (factor != (int) factor) {
      throw new MalformedFrameException("impossible offset");
    }
    return narrow(factor * cie.dataAlignment);
  }

  private static int narrow(long offset) throws MalformedFrameException {
    if (offset != (int) offset) {
      throw new MalformedFrameException("impossible offset");
    }
    return (int) offset;
  }
}
