package dev.brazier.bpf.access;

/** Programs of a few instructions, in the encoding of {@code struct bpf_insn}. */
final class Bytecode {
  /** Reading kernel memory is for programs under the GPL. */
  static final String LICENCE = "GPL";

  private static final int MOVE = 0xb7;
  private static final int MOVE_REGISTER = 0xbf;
  private static final int ADD = 0x07;
  private static final int CALL = 0x85;
  private static final int EXIT = 0x95;
  private static final int FRAME = 10;

  /** {@code bpf_probe_read_kernel}: what lockdown's confidentiality mode takes away. */
  private static final int PROBE_READ_KERNEL = 113;

  /** Returns 0. */
  static final long[] NOTHING = {instruction(MOVE, 0, 0, 0), instruction(EXIT, 0, 0, 0)};

  /** Asks for eight bytes of kernel memory, to its stack, and returns 0. */
  static final long[] KERNEL_READER = {
    instruction(MOVE_REGISTER, 1, FRAME, 0),
    instruction(ADD, 1, 0, -8),
    instruction(MOVE, 2, 0, 8),
    instruction(MOVE, 3, 0, 0),
    instruction(CALL, 0, 0, PROBE_READ_KERNEL),
    instruction(MOVE, 0, 0, 0),
    instruction(EXIT, 0, 0, 0)
  };

  private Bytecode() {}

  /** Opcode, destination and source register, immediate; little-endian, no offset. */
  private static long instruction(int opcode, int to, int from, int immediate) {
    return opcode | (long) to << 8 | (long) from << 12 | (long) immediate << 32;
  }
}
