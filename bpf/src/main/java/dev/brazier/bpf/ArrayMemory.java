package dev.brazier.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** The values of an array that this process shares with the kernel, little endian. */
interface ArrayMemory {

  /** Its size in bytes. */
  int capacity();

  /**
   * Lets a part be written.
   *
   * @param from its first byte
   * @param length its size in bytes
   * @param writer gets the part alone; must not keep it
   */
  void write(int from, int length, Consumer<ByteBuffer> writer);

  /** All of it, which then counts as this process's resident memory. */
  ByteBuffer whole();

  /** Plain memory that stands for an array. */
  static ArrayMemory of(ByteBuffer memory) {
    return new ArrayMemory() {
      @Override
      public int capacity() {
        return memory.capacity();
      }

      @Override
      public void write(int from, int length, Consumer<ByteBuffer> writer) {
        writer.accept(memory.slice(from, length).order(ByteOrder.LITTLE_ENDIAN));
      }

      @Override
      public ByteBuffer whole() {
        return memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      }
    };
  }
}
