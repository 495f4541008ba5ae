package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Tells functions by their code of which the frame information says less than there is to know. */
final class KnownCode {
  /** {@code mov $15,%rax; syscall}: rt_sigreturn. */
  private static final byte[] SIGRETURN_X86_64 = bytes(0x48, 0xc7, 0xc0, 15, 0, 0, 0, 0x0f, 0x05);

  /** {@code mov x8,#139; svc #0}. */
  private static final byte[] SIGRETURN_AARCH64 = bytes(0x68, 0x11, 0x80, 0xd2, 1, 0, 0, 0xd4);

  /** {@code mov %rbx,%rsp}: no compiler begins a function so. */
  private static final byte[] STACK_SWITCH = bytes(0x48, 0x89, 0xdc);

  /** What Go pads a function with at most, in bytes. */
  static final int PADDING = 23;

  private static final int MOST_READS = 1 << 15; // node needs 800
  private static final int SHORTEST_COROUTINE = 16;
  private static final int LONGEST_COROUTINE = 64; // glibc 2.36 has 26 bytes

  private final ElfFile elf;
  private final Machine machine;
  private final byte[] sigreturn;
  private int readsLeft = MOST_READS;

  KnownCode(ElfFile elf, Machine machine) {
    this.elf = elf;
    this.machine = machine;
    this.sigreturn = machine == Machine.X86_64 ? SIGRETURN_X86_64 : SIGRETURN_AARCH64;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /**
   * Whether the function at a file offset is where signal handlers return to. C libraries mark
   * theirs in the frame information, Go does not, and pads it with instructions that never run.
   *
   * @param length the number of bytes of the function
   * @param padding how many more than the instructions have, at most
   */
  boolean returnsFromSignal(long offset, long length, int padding) throws IOException {
    return length >= sigreturn.length
        && length <= sigreturn.length + padding
        && isAt(offset, sigreturn);
  }

  /**
   * Whether the function at a file offset is glibc's __start_context, which makecontext makes the
   * return address of a coroutine's first function.
   */
  boolean startsCoroutine(long offset, long length) throws IOException {
    return machine == Machine.X86_64
        && length >= SHORTEST_COROUTINE
        && length <= LONGEST_COROUTINE
        && isAt(offset, STACK_SWITCH);
  }

  private boolean isAt(long offset, byte[] expected) throws IOException {
    return readsLeft-- > 0 && Arrays.equals(read(offset, expected.length), expected);
  }

  /** The bytes at a file offset; none where the file has shrunk since its headers were read. */
  byte[] read(long offset, int length) throws IOException {
    byte[] code = new byte[length];
    try {
      elf.read("code", offset, ByteBuffer.wrap(code));
      return code;
    } catch (MalformedElfException e) {
      return new byte[0];
    }
  }
}
