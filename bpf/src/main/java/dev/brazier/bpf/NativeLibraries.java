package dev.brazier.bpf;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * The C library and libbpf, loaded once for the process.
 *
 * @param words held here because libbpf keeps only a bare pointer to it, which must outlive every
 *     call
 */
record NativeLibraries(LibC libc, Libbpf libbpf, LibbpfWords words) {
  private static final String SONAME = "libbpf.so.1";
  private static final String OLD_SONAME = "libbpf.so.0";
  private static @Nullable NativeLibraries loaded;
  private static @Nullable LibC loadedLibC;

  /**
   * Loads the libraries at the first call.
   *
   * @throws LibbpfMissingException when libbpf is not installed or is older than 1.0
   * @throws NativePartMissingException when JNA's own native part cannot be loaded
   */
  static synchronized NativeLibraries get() {
    NativeLibraries libraries = loaded;
    if (libraries == null) {
      libraries = load();
      loaded = libraries;
    }
    return libraries;
  }

  /**
   * The C library alone, for what needs no BPF.
   *
   * @throws BpfException when JNA's own native part cannot be loaded
   */
  static synchronized LibC libC() {
    LibC libc = loadedLibC;
    if (libc == null) {
      libc = loadLibC();
      loadedLibC = libc;
    }
    return libc;
  }

  private static NativeLibraries load() {
    LibC libc = libC();
    Libbpf libbpf = loadLibbpf();
    LibbpfWords words = new LibbpfWords(libc);
    libbpf.libbpf_set_print(words);
    return new NativeLibraries(libc, libbpf, words);
  }

  private static LibC loadLibC() {
    try {
      return Native.load("c", LibC.class);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw NativePartMissingException.of(e);
    }
  }

  private static Libbpf loadLibbpf() {
    Libbpf libbpf;
    try {
      libbpf = Native.load(SONAME, Libbpf.class);
    } catch (UnsatisfiedLinkError e) {
      throw isInstalled(OLD_SONAME)
          ? LibbpfMissingException.tooOld("0.x (" + OLD_SONAME + ")")
          : LibbpfMissingException.absent(SONAME, e);
    }
    if (libbpf.libbpf_major_version() < 1) {
      throw LibbpfMissingException.tooOld(libbpf.libbpf_version_string());
    }
    return libbpf;
  }

  private static boolean isInstalled(String soname) {
    try (NativeLibrary library = NativeLibrary.getInstance(soname)) {
      return library.getFile() != null;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
