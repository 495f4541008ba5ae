package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tells by its code that a function is the one signal handlers return to. C libraries mark theirs
 * in the frame information; Go and some others do not. Go pads it with instructions that never run.
 */
final class SigreturnCode {
  /** {@code mov $15,%rax; syscall}. */
  private static final byte[] X86_64 = {0x48, (byte) 0xc7, (byte) 0xc0, 15, 0, 0, 0, 0x0f, 0x05};

  /** {@code mov x8,#139; svc #0}. */
  private static final byte[] AARCH64 = {
    0x68, 0x11, (byte) 0x80, (byte) 0xd2, 1, 0, 0, (byte) 0xd4
  };

  private final ElfFile elf;
  private final byte[] expected;
  private final byte[] code;

  SigreturnCode(ElfFile elf, Machine machine) {
    this.elf = elf;
    this.expected = machine == Machine.X86_64 ? X86_64 : AARCH64;
    this.code = new byte[expected.length];
  }

  /**
   * Whether the code at a file offset is just these two instructions, apart from padding.
   *
   * @param length the number of bytes of the function
   * @param padding how many more than the instructions have, at most
   */
  boolean isAt(long offset, long length, int padding) throws IOException {
    if (length < expected.length || length > expected.length + padding) {
      return false;
    }
    try {
      elf.read("code", offset, ByteBuffer.wrap(code));
      return Arrays.equals(code, expected);
    } catch (MalformedElfException e) {
      return false; // the file has shrunk since its headers were read
    }
  }
}
