package dev.brazier.agent.profile;

import dev.brazier.container.symbol.UnnamedReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One level of a stack.
 *
 * @param name the demangled name; for a frame without one, a bracketed text that says why
 * @param kind whose code it is
 * @param module base name of the file, {@code [kernel]}, a kernel module, or empty when unknown
 * @param unnamedReason why the frame has no name; null when it has one
 * @param fileOrNull the module's file, where it is known
 */
public record ProfileFrame(
    String name,
    Kind kind,
    String module,
    @Nullable UnnamedReason unnamedReason,
    @Nullable ModuleFile fileOrNull) {

  /** Whose code a frame is. */
  public enum Kind {
    KERNEL,
    NATIVE,
    JIT,
    /** Run by an interpreter; in foreign profiles only. */
    INTERPRETED,
    /** Inlined into the frame before it; in foreign profiles only. */
    INLINED,
    /** Told to be an address without a name by a foreign profile. */
    UNKNOWN
  }

  /** A frame with a name. */
  public static ProfileFrame named(String name, Kind kind, String module) {
    return new ProfileFrame(name, kind, module, null, null);
  }

  /** A frame without a name; its text is {@code [module: reason]}. */
  public static ProfileFrame unnamed(Kind kind, String module, UnnamedReason reason) {
    String where = module.isEmpty() ? "unknown" : module.replaceAll("[\\[\\]]", "");
    return new ProfileFrame("[" + where + ": " + reason.text() + "]", kind, module, reason, null);
  }

  /** A kernel frame without a name; its text is {@code [kernel 0xADDRESS: reason]}. */
  public static ProfileFrame unnamedKernel(String module, long address, UnnamedReason reason) {
    String text = "[kernel 0x%x: %s]".formatted(address, reason.text());
    return new ProfileFrame(text, Kind.KERNEL, module, reason, null);
  }

  /** The same frame in that file. */
  public ProfileFrame in(ModuleFile file) {
    return new ProfileFrame(name, kind, module, unnamedReason, file);
  }

  /** The same frame in whichever file: equal to that of another file of the same name. */
  public ProfileFrame inAnyFile() {
    return fileOrNull == null ? this : new ProfileFrame(name, kind, module, unnamedReason, null);
  }

  /** The file of its code; empty when unknown. */
  public Optional<ModuleFile> file() {
    return Optional.ofNullable(fileOrNull);
  }

  /** Why the frame has no name; empty when it has one. */
  public Optional<UnnamedReason> unnamed() {
    return Optional.ofNullable(unnamedReason);
  }
}
