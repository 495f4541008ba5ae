package dev.brazier.bpf;

/**
 * Executable memory of a process.
 *
 * @param start first runtime address
 * @param end first runtime address after it
 * @param fileOffset of {@code start}, in bytes
 * @param file its name, which holds no space; empty for memory of no file
 */
public record CodeMapping(long start, long end, long fileOffset, String file) {

  boolean contains(long address) {
    return address - start >= 0 && address - end < 0;
  }

  boolean ofFile() {
    return !file.isEmpty();
  }
}
