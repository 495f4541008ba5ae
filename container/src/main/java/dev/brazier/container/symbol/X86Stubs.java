package dev.brazier.container.symbol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes stubs for x86-64, all of one size in a table: {@code [endbr64] [bnd] jmp *slot(%rip)}, or
 * {@code [endbr64] push $relocation} in the lazy half of a table for indirect branch tracking.
 */
final class X86Stubs {
  private static final int USUAL_SIZE = 16;
  private static final int ENDBR64 = 0xfa1e0ff3;
  private static final int BND = 0xf2;
  private static final int JMP_THROUGH_RIP = 0x25ff;
  private static final int PUSH = 0x68;

  private X86Stubs() {}

  /**
   * Decodes one section.
   *
   * @param code its bytes, little-endian
   * @param address its ELF address
   * @param entrySize what the section header claims
   */
  static List<PltStub> decode(ByteBuffer code, long address, long entrySize) {
    int size = entrySize == 8 ? 8 : USUAL_SIZE;
    List<PltStub> stubs = new ArrayList<>(code.limit() / size);
    for (int at = 0; at + size <= code.limit(); at += size) {
      int jump = at + (code.getInt(at) == ENDBR64 ? 4 : 0);
      if (jump + 1 < code.limit() && (code.get(jump) & 0xff) == BND) {
        jump++;
      }
      if (jump + 6 > code.limit()) {
        continue;
      }
      if ((code.getShort(jump) & 0xffff) == JMP_THROUGH_RIP) {
        long slot = address + jump + 6 + code.getInt(jump + 2);
        stubs.add(PltStub.throughSlot(address + at, size, slot));
      } else if ((code.get(jump) & 0xff) == PUSH) {
        stubs.add(PltStub.ofRelocation(address + at, size, code.getInt(jump + 1)));
      }
    }
    return stubs;
  }
}
