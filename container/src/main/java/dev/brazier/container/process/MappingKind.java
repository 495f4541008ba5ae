package dev.brazier.container.process;

/** What is behind a mapping. */
public enum MappingKind {
  /** A file of a file system; may be deleted by now. */
  FILE,
  /** Memory without a name: data, or code of a JIT. */
  ANONYMOUS,
  /** Memory with a name given by {@code prctl(PR_SET_VMA)}, or shared: {@code /dev/zero}, SysV. */
  NAMED_ANONYMOUS,
  /** A file in memory made by {@code memfd_create}; JITs map code through it twice. */
  MEMFD,
  /** The kernel's code page in each process. */
  VDSO,
  STACK,
  HEAP,
  /** Out-of-line instruction slots of user probes. */
  UPROBES,
  /** Another page of the kernel: {@code [vvar]}, {@code [vsyscall]}. */
  KERNEL_PAGE;

  /**
   * Classifies by what {@code /proc/PID/maps} and perf call the mapping.
   *
   * @param name empty, a bracketed name, or a path without its mark of deletion
   * @param inode 0 when no file is behind it
   */
  static MappingKind of(String name, long inode) {
    if (name.isEmpty() || name.equals("//anon")) {
      return ANONYMOUS;
    }
    if (name.startsWith("[")) {
      return ofBracketed(name);
    }
    if (name.startsWith("/memfd:")) {
      return MEMFD;
    }
    if (name.equals("/dev/zero") || name.startsWith("/SYSV") || name.startsWith("/anon_hugepage")) {
      return NAMED_ANONYMOUS;
    }
    return inode == 0 && !name.startsWith("/") ? NAMED_ANONYMOUS : FILE;
  }

  private static MappingKind ofBracketed(String name) {
    if (name.startsWith("[stack")) {
      return STACK;
    }
    if (name.startsWith("[anon")) {
      return NAMED_ANONYMOUS;
    }
    return switch (name) {
      case "[heap]" -> HEAP;
      case "[vdso]" -> VDSO;
      case "[uprobes]" -> UPROBES;
      default -> KERNEL_PAGE;
    };
  }
}
