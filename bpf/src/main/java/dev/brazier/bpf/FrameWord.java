package dev.brazier.bpf;

import java.util.Arrays;

/**
 * One frame of a stack as a tagged 64-bit word. The upper four bits say what the other sixty mean;
 * see {@code enum frame_tag} of {@code sample.h}. Each accessor is for words of its {@link Kind}
 * only.
 */
public final class FrameWord {
  /** {@link #marker}: the next frame was interrupted by a signal, so that its address is exact. */
  public static final int SIGNAL = 1;

  static final int TAG_SHIFT = 60;
  static final int FILE_OFFSET_BITS = 36;
  private static final long PAYLOAD = (1L << TAG_SHIFT) - 1;
  private static final long FILE_OFFSET = (1L << FILE_OFFSET_BITS) - 1;

  private static final Kind[] KINDS = new Kind[16];

  static {
    Arrays.fill(KINDS, Kind.UNKNOWN);
    KINDS[0] = Kind.KERNEL;
    KINDS[1] = Kind.FILE;
    KINDS[2] = Kind.USER;
    KINDS[6] = Kind.MARKER;
  }

  /** What a word means. */
  public enum Kind {
    /** An address in the kernel. */
    KERNEL,
    /** A place in a file that the sampler has numbered. */
    FILE,
    /** A runtime address of user space that lies in no numbered file. */
    USER,
    /** Not a frame but a remark about the next one. */
    MARKER,
    /** Written by a newer kernel program. */
    UNKNOWN
  }

  private FrameWord() {}

  /**
   * The word of a place in a file.
   *
   * @param fileId 1 to 2^24 - 1
   * @param fileOffset in bytes, less than 2^36
   * @throws IllegalArgumentException for anything else
   */
  public static long ofFile(int fileId, long fileOffset) {
    if (fileId <= 0 || fileId >>> (TAG_SHIFT - FILE_OFFSET_BITS) != 0) {
      throw new IllegalArgumentException("file id " + fileId);
    }
    if ((fileOffset & ~FILE_OFFSET) != 0) {
      throw new IllegalArgumentException("file offset " + fileOffset);
    }
    return 1L << TAG_SHIFT | (long) fileId << FILE_OFFSET_BITS | fileOffset;
  }

  /** The word of a kernel address. */
  static long ofKernel(long address) {
    return address & PAYLOAD;
  }

  /** The word of a runtime address of user space. */
  public static long ofUser(long address) {
    return 2L << TAG_SHIFT | (address & PAYLOAD);
  }

  /** The word of a remark. */
  public static long ofMarker(int marker) {
    return 6L << TAG_SHIFT | marker;
  }

  /** What the word means. */
  public static Kind kind(long word) {
    return KINDS[(int) (word >>> TAG_SHIFT)];
  }

  /** The kernel address, whose upper four bits are ones again. */
  public static long kernelAddress(long word) {
    return word | ~PAYLOAD;
  }

  /** The number of the file, as in {@link FileSighting#fileId}; at most 24 bits, never 0. */
  public static int fileId(long word) {
    return (int) ((word & PAYLOAD) >>> FILE_OFFSET_BITS);
  }

  /** The offset into the file in bytes; at most 36 bits. */
  public static long fileOffset(long word) {
    return word & FILE_OFFSET;
  }

  /** The runtime address in the process. */
  public static long runtimeAddress(long word) {
    return word & PAYLOAD;
  }

  /** The remark, {@link #SIGNAL} for one. */
  public static int marker(long word) {
    return (int) word;
  }

  /** For people: {@code file 7+0x1a40}. */
  public static String toString(long word) {
    return switch (kind(word)) {
      case KERNEL -> "kernel 0x" + Long.toHexString(kernelAddress(word));
      case FILE -> "file " + fileId(word) + "+0x" + Long.toHexString(fileOffset(word));
      case USER -> "user 0x" + Long.toHexString(runtimeAddress(word));
      case MARKER -> "marker " + marker(word);
      case UNKNOWN -> "unknown 0x" + Long.toHexString(word);
    };
  }
}
