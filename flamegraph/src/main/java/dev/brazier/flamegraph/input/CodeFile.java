package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;

/** What the name of the file that holds a function tells of it, as perf writes such names. */
final class CodeFile {
  static final String UNNAMED = "[unknown]";

  /** What our own profiles have in the place of a file for code that a run-time compiler made. */
  private static final String GENERATED = "[jit]";

  private CodeFile() {}

  /** The frame of a function in a file; the file may be empty. */
  static Frame function(String name, String file) {
    if (isKernel(file)) {
      return new Frame(name, FrameKind.KERNEL, kernelModule(file));
    }
    return isCompiledAtRunTime(file)
        ? new Frame(name, FrameKind.JIT, file.equals(GENERATED) ? file : "")
        : new Frame(name, FrameKind.NATIVE, file);
  }

  /** An address in a file that has no name for it: {@code [libc.so.6]}. */
  static Frame unnamed(String file) {
    String last = file.substring(file.lastIndexOf('/') + 1);
    boolean named = !last.isEmpty() && !last.equals(UNNAMED);
    String name = !named ? UNNAMED : last.startsWith("[") ? last : "[" + last + "]";
    return new Frame(name, FrameKind.UNKNOWN, named ? file : "");
  }

  private static boolean isKernel(String file) {
    if (file.startsWith("[")) {
      return switch (file) {
        case UNNAMED, GENERATED, "[vdso]", "[vsyscall]", "[heap]", "[stack]" -> false;
        default -> !file.startsWith("[anon") && !file.startsWith("[stack:");
      };
    }
    return file.endsWith("/vmlinux")
        || file.equals("vmlinux")
        || file.endsWith("/kcore")
        || file.startsWith("bpf_prog_")
        || (file.startsWith("/") && file.contains(".ko") && file.contains("/modules/"));
  }

  /** The module; empty for the kernel proper. */
  private static String kernelModule(String file) {
    boolean isModule =
        file.startsWith("[") && !file.startsWith("[kernel") && !file.startsWith("[guest.");
    return isModule || file.contains(".ko") ? file : "";
  }

  /**
   * Whether this is the symbol map or the image that a JIT compiler writes for perf, or no file.
   */
  static boolean isCompiledAtRunTime(String file) {
    String last = file.substring(file.lastIndexOf('/') + 1);
    return file.equals(GENERATED)
        || (last.startsWith("perf-") && last.endsWith(".map"))
        || (last.startsWith("jitted-") && last.endsWith(".so"));
  }
}
