package dev.brazier.bpf;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * What libbpf says while it works, kept per thread instead of printed: libbpf calls back on the
 * thread that called it.
 */
final class LibbpfWords implements Libbpf.PrintCallback {
  private static final int DEBUG = 2;

  /** A full verifier log is up to 16 MiB; its end is what matters. */
  private static final int LIMIT = 1 << 20;

  private final LibC libc;
  private final ThreadLocal<StringBuilder> words = ThreadLocal.withInitial(StringBuilder::new);

  LibbpfWords(LibC libc) {
    this.libc = libc;
  }

  @Override
  public int invoke(int level, Pointer format, Pointer arguments) {
    if (level >= DEBUG) {
      return 0;
    }
    PointerByReference text = new PointerByReference();
    int length = libc.vasprintf(text, format, arguments);
    if (length < 0) {
      return 0;
    }
    StringBuilder heard = words.get();
    heard.append(text.getValue().getString(0));
    Native.free(Pointer.nativeValue(text.getValue()));
    if (heard.length() > LIMIT) {
      heard.delete(0, heard.length() - LIMIT);
    }
    return length;
  }

  /**
   * Everything said on this thread since the last call; the thread's memory of it is given back.
   */
  String take() {
    String said = words.get().toString();
    words.remove();
    return said;
  }
}
