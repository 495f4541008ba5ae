package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.unwind.RegisterRules.Kept;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/**
 * Rules for the stubs of the procedure linkage table, by the code that linkers write there. GNU ld
 * for x86-64 describes them in {@code .eh_frame}, mostly; lld, mold and ld for AArch64 never do.
 */
final class LinkageStubs {
  private static final String LAZY = ".plt";
  private static final Set<String> OTHERS = Set.of(".plt.sec", ".plt.got", ".iplt");
  private static final int MOST_SECTIONS = 8; // each costs a look at all functions
  private static final int STUB = 16;
  private static final int HEADER_AARCH64 = 32;
  private static final int INSTRUCTION = 4; // of AArch64, in bytes

  /** {@code stp x16,x30,[sp,#-16]!}, in the header behind {@code bti c} if at all. */
  private static final byte[] PUSH_PAIR = {(byte) 0xf0, 0x7b, (byte) 0xbf, (byte) 0xa9};

  /** In a stub {@code jmp *slot; push index; jmp header}: behind the push. */
  private static final int PUSHED = 11;

  /** In a stub {@code endbr64; push index; jmp header}: behind the push. */
  private static final int PUSHED_AFTER_ENDBR = 9;

  private final ElfFile elf;
  private final Machine machine;
  private final FrameEntries.Compilation into;
  private final RegisterRules state = new RegisterRules();

  LinkageStubs(ElfFile elf, FrameEntries.Compilation into) {
    this.elf = elf;
    this.machine = into.machine();
    this.into = into;
  }

  /** Adds the stubs that no function of the frame information covers. */
  void add() throws IOException {
    int count = 0;
    for (ElfSection section : elf.sections()) {
      boolean lazy = section.name().equals(LAZY);
      if (section.isCode() && (lazy || OTHERS.contains(section.name())) && count < MOST_SECTIONS) {
        count++;
        add(section, lazy);
      }
    }
  }

  private void add(ElfSection section, boolean lazy) throws IOException {
    long available = into.code().bytesFrom(section.address());
    long offset = into.code().toFileOffset(section.address());
    long length = Math.min(available, section.size());
    if (length < STUB || into.rows().covers(offset)) {
      return;
    }
    into.rows().begin(offset, offset + length);
    if (!lazy) {
      called(0);
    } else if (machine == Machine.X86_64) {
      lazyX86(offset, section.address());
    } else {
      lazyAarch64(offset);
    }
  }

  private void lazyX86(long offset, long address) throws IOException {
    byte[] code = into.known().read(offset, 2 * STUB);
    int stub = 0;
    if (code.length > STUB && code[0] == (byte) 0xff && code[1] == 0x35) {
      pushed(0, 16); // the header, which a stub jumps to with the index pushed, pushes once more
      pushed(6, 24);
      stub = STUB;
    }
    if ((address & (STUB - 1)) != 0 || code.length < stub + 2) {
      called(stub); // no rule can tell where in a stub the code is
      return;
    }
    boolean endbr = code[stub] == (byte) 0xf3 && code[stub + 1] == 0x0f;
    state.reset(machine);
    state.cfaIsExpression = true;
    state.expression.set(Cfa.PLT, machine.stackPointer, endbr ? PUSHED_AFTER_ENDBR : PUSHED, 0);
    addRow(stub, Kept.AT_CFA, -Long.BYTES);
  }

  /** Only the header touches the stack, and a static program has none. */
  private void lazyAarch64(long offset) throws IOException {
    byte[] code = into.known().read(offset, 2 * INSTRUCTION);
    called(0);
    for (int at = 0; at < code.length; at += INSTRUCTION) {
      if (Arrays.equals(Arrays.copyOfRange(code, at, at + INSTRUCTION), PUSH_PAIR)) {
        pushed(at + INSTRUCTION, STUB);
        called(HEADER_AARCH64);
        return;
      }
    }
  }

  /** From here on the stack is as at a function's first instruction. */
  private void called(int distance) {
    if (machine == Machine.X86_64) {
      pushed(distance, Long.BYTES);
    } else {
      register(0);
      addRow(distance, Kept.SAME, 0);
    }
  }

  private void pushed(int distance, int bytes) {
    register(bytes);
    addRow(distance, Kept.AT_CFA, -Long.BYTES);
  }

  private void register(int offset) {
    state.reset(machine);
    state.cfaRegister = machine.stackPointer;
    state.cfaOffset = offset;
  }

  private void addRow(int distance, Kept returnAddress, int offset) {
    state.returnAddress = returnAddress;
    state.returnAddressOffset = offset;
    into.rows().add(distance, into.rules().number(state));
  }
}
