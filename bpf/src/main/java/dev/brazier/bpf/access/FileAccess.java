package dev.brazier.bpf.access;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * Files of {@code /proc} and {@code /sys}, tried: Java's own exceptions keep errno to themselves.
 */
public final class FileAccess {
  private static final Path SYMBOLS = Path.of("/proc/kallsyms");
  private static final int BLOCK = 1 << 16;
  private static final int ADDRESS_DIGITS = 16;

  /** Some lines at the beginning are zero on every machine: per-CPU offsets on x86-64. */
  private static final int ENOUGH = 1 << 20;

  private static final int ATTRIBUTE_BYTES = 64;
  private static final int VERSION_2_BYTES = 20;

  private final Kernel kernel;

  private FileAccess(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Gets ready.
   *
   * @throws dev.brazier.bpf.BpfException when JNA's own native part cannot be loaded
   */
  public static FileAccess load() {
    return new FileAccess(Kernel.load());
  }

  static FileAccess of(Kernel kernel) {
    return new FileAccess(kernel);
  }

  /** Opens a file and reads its first bytes. */
  public Attempt readable(Path file) {
    return onOpened(
        file,
        fd -> {
          try (Memory block = new Memory(16)) {
            int length = kernel.read(fd, block);
            return length < 0 ? new Attempt.Failed(-length, "read " + file) : new Attempt.Worked();
          }
        });
  }

  /** Opens a directory. */
  public Attempt directory(Path directory) {
    // With the last slash, a link in /proc is followed to what it stands for.
    int fd = kernel.openDirectory(directory + "/");
    if (fd < 0) {
      return failed(-fd, "open " + directory);
    }
    kernel.close(fd);
    return new Attempt.Worked();
  }

  /** The mappings of a process. */
  public Attempt mappings(int pid) {
    return readable(of(pid, "maps"));
  }

  /** The root directory of a process's mount namespace, through which its files are opened. */
  public Attempt root(int pid) {
    return directory(Path.of("/proc", Integer.toString(pid), "root"));
  }

  /**
   * A file that a process has mapped, opened through the mapping itself.
   *
   * @param range what {@code /proc/PID/map_files} calls it, {@code START-END}
   */
  public Attempt mappedFile(int pid, String range) {
    return onOpened(of(pid, "map_files/" + range), fd -> new Attempt.Worked());
  }

  /**
   * Memory of a process.
   *
   * @param address of a byte that is mapped
   */
  public Attempt memory(int pid, long address) {
    Path file = of(pid, "mem");
    return onOpened(
        file,
        fd -> {
          try (Memory word = new Memory(Long.BYTES)) {
            int length = kernel.pread(fd, word, address);
            return length < 0 ? new Attempt.Failed(-length, "read " + file) : new Attempt.Worked();
          }
        });
  }

  /** The kernel's symbols with their addresses: those who may not know them read zeros. */
  public Attempt kernelSymbols() {
    return onOpened(
        SYMBOLS,
        fd -> {
          try (Memory block = new Memory(BLOCK)) {
            for (int total = 0; total < ENOUGH; ) {
              int length = kernel.read(fd, block);
              if (length < 0) {
                return new Attempt.Failed(-length, "read " + SYMBOLS);
              }
              if (length == 0) {
                break;
              }
              if (showsAddress(block.getByteArray(0, length))) {
                return new Attempt.Worked();
              }
              total += length;
            }
            return new Attempt.Failed(0, "find an address that is not zero in " + SYMBOLS);
          }
        });
  }

  /** Whether a line that begins in this block begins with an address other than zero. */
  static boolean showsAddress(byte[] block) {
    int line = 0;
    while (line + ADDRESS_DIGITS <= block.length) {
      for (int i = line; i < line + ADDRESS_DIGITS && block[i] != '\n'; i++) {
        // The rest of a line that began in the block before may be a name: digits only.
        if (line > 0 && Character.digit(block[i], 16) > 0) {
          return true;
        }
      }
      while (line < block.length && block[line] != '\n') {
        line++;
      }
      line++;
    }
    return false;
  }

  /**
   * The capabilities that executing a file permits (capabilities(7), "File capabilities").
   *
   * @return bit n is capability n; 0 where the file has none
   */
  public long permittedByFile(Path file) {
    byte[] attribute = kernel.attribute(file.toString(), "security.capability", ATTRIBUTE_BYTES);
    return attribute.length < VERSION_2_BYTES ? 0 : permitted(ByteBuffer.wrap(attribute));
  }

  /** {@code struct vfs_cap_data}: a magic number, then permitted and inheritable, twice. */
  private static long permitted(ByteBuffer attribute) {
    attribute.order(ByteOrder.LITTLE_ENDIAN);
    return (attribute.getInt(4) & 0xffffffffL) | (long) attribute.getInt(12) << 32;
  }

  private Attempt onOpened(Path file, IntFunction<Attempt> use) {
    int fd = kernel.open(file.toString());
    if (fd < 0) {
      return failed(-fd, "open " + file);
    }
    try {
      return use.apply(fd);
    } finally {
      kernel.close(fd);
    }
  }

  private static Attempt failed(int errno, String step) {
    return new Attempt.Failed(errno, step);
  }

  private static Path of(int pid, String file) {
    return Path.of("/proc", Integer.toString(pid), file);
  }
}
