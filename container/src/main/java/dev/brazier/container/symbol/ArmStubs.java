package dev.brazier.container.symbol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes stubs for aarch64: {@code [bti c] adrp x16, page; ldr x17, [x16, #slot]; add x16, ...; br
 * x17}. The head of the table has the same instructions behind a {@code stp} and is told by it.
 */
final class ArmStubs {
  private static final int BTI_C = 0xd503245f;
  private static final int ADRP_X16 = 0x90000010;
  private static final int ADRP_MASK = 0x9f00001f;
  private static final int LDR_X17_X16 = 0xf9400211;
  private static final int LDR_MASK = 0xffc003ff;
  private static final int BR_X17 = 0xd61f0220;
  private static final int STP_X16_X30 = 0xa9bf7bf0;

  private ArmStubs() {}

  /**
   * Decodes one section.
   *
   * @param code its bytes, little-endian
   * @param address its ELF address
   */
  static List<PltStub> decode(ByteBuffer code, long address) {
    List<PltStub> stubs = new ArrayList<>();
    for (int at = 0; at + 16 <= code.limit(); at += 4) {
      int adrp = code.getInt(at);
      int ldr = code.getInt(at + 4);
      boolean head = at >= 4 && code.getInt(at - 4) == STP_X16_X30;
      if ((adrp & ADRP_MASK) != ADRP_X16
          || (ldr & LDR_MASK) != LDR_X17_X16
          || code.getInt(at + 12) != BR_X17
          || head) {
        continue;
      }
      int start = at >= 4 && code.getInt(at - 4) == BTI_C ? at - 4 : at;
      // ldr counts in units of the eight bytes it loads
      long slot = page(adrp, address + at) + ((ldr >>> 10 & 0xfff) << 3);
      stubs.add(PltStub.throughSlot(address + start, at + 16 - start, slot));
      at += 12;
    }
    return stubs;
  }

  /** The page that adrp forms: its 21-bit immediate counts pages of 4 KB from its own. */
  private static long page(int adrp, long address) {
    int immediate = (adrp >> 5 & 0x7ffff) << 2 | (adrp >>> 29 & 3);
    int pages = immediate << 11 >> 11; // sign-extended
    return (address & ~0xfffL) + ((long) pages << 12);
  }
}
