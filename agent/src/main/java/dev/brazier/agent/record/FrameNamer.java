package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.record.MappedFiles.MappedFile;
import dev.brazier.agent.unwind.PinnedTarget;
import dev.brazier.bpf.FrameWord;
import dev.brazier.container.demangle.DemangleStyle;
import dev.brazier.container.demangle.Demangler;
import dev.brazier.container.process.PinOutcome;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.VdsoImage;
import dev.brazier.container.symbol.KernelSymbol;
import dev.brazier.container.symbol.KernelSymbols;
import dev.brazier.container.symbol.SymbolCache;
import dev.brazier.container.symbol.Symbolization;
import dev.brazier.container.symbol.UnnamedReason;
import dev.brazier.container.symbol.Vdso;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the frames that mean the same in every process: kernel addresses and places in files. Each
 * is named once. One thread at a time uses it: the naming thread while sampling goes on, then the
 * one that builds the profile.
 */
final class FrameNamer implements AutoCloseable {

  /** Symbol tables of a few hundred files; libjvm's takes 2 MB, a libc's 100 KB. */
  private static final long SYMBOL_BYTES = 48L << 20;

  /** What the kernel puts before the name that a BPF program was given. */
  private static final Pattern BPF_TAG = Pattern.compile("bpf_prog_[0-9a-f]{16}_");

  private final ProcRoot proc;
  private final MappedFiles files;
  private final SymbolCache symbols = new SymbolCache(SYMBOL_BYTES);
  private final ModuleFiles modules = new ModuleFiles();
  private final KernelSymbols kernel = new KernelSymbols();
  private final Map<Long, ProfileFrame> named = new HashMap<>();
  private final Map<ProfileFrame, ProfileFrame> distinct = new HashMap<>();
  private @Nullable Vdso vdso;
  private boolean vdsoRead;

  FrameNamer(ProcRoot proc, MappedFiles files) {
    this.proc = proc;
    this.files = files;
  }

  /** Names these words ahead of time. */
  void prepare(long[] words) {
    for (long word : words) {
      frame(word);
    }
  }

  /** The frame of a kernel or file word. */
  ProfileFrame frame(long word) {
    ProfileFrame known = named.get(word);
    if (known != null) {
      return known;
    }
    if (FrameWord.kind(word) == FrameWord.Kind.KERNEL) {
      return keep(word, kernelFrame(FrameWord.kernelAddress(word)));
    }
    int number = FrameWord.fileId(word);
    MappedFile file = files.get(number);
    if (file == null) {
      return ProfileFrame.unnamed(Kind.NATIVE, "", UnnamedReason.PROCESS_GONE);
    }
    long offset = FrameWord.fileOffset(word);
    PinOutcome outcome = file.outcome();
    if (outcome == null) {
      return keep(word, vdsoFrame(file.name(), offset));
    }
    if (outcome instanceof PinOutcome.NotPinned refused) {
      // Not kept: the kernel may still ask for the file on behalf of another process.
      return ProfileFrame.unnamed(Kind.NATIVE, file.name(), refused.reason());
    }
    PinnedTarget target = new PinnedTarget(proc, file.pid(), ((PinOutcome.Pinned) outcome).file());
    ProfileFrame frame = frame(file.name(), symbols.symbolsOf(target).symbolizeFileOffset(offset));
    return keep(word, frame.in(modules.of(number, target)));
  }

  @Override
  public void close() {
    symbols.close();
  }

  private ProfileFrame keep(long word, ProfileFrame frame) {
    ProfileFrame first = distinct.putIfAbsent(frame, frame);
    ProfileFrame kept = first == null ? frame : first;
    named.put(word, kept);
    return kept;
  }

  private ProfileFrame kernelFrame(long address) {
    Optional<KernelSymbol> symbol = kernel.find(address);
    if (symbol.isEmpty()) {
      // The address may still be looked up elsewhere, by who has the symbols.
      return ProfileFrame.unnamedKernel(KernelSymbol.KERNEL, address, kernel.missing());
    }
    String name = BPF_TAG.matcher(symbol.get().name()).replaceFirst("");
    return ProfileFrame.named(name, Kind.KERNEL, symbol.get().module());
  }

  private ProfileFrame vdsoFrame(String module, long offset) {
    Optional<Vdso> image = vdso();
    return image.isPresent()
        ? frame(module, image.get().symbolize(offset))
        : ProfileFrame.unnamed(Kind.NATIVE, module, UnnamedReason.FILE_UNREADABLE);
  }

  private Optional<Vdso> vdso() {
    if (!vdsoRead) {
      vdsoRead = true;
      vdso = VdsoImage.read().found().map(Vdso::read).orElse(null);
    }
    return Optional.ofNullable(vdso);
  }

  private static ProfileFrame frame(String module, Symbolization symbolization) {
    if (symbolization instanceof Symbolization.Named named) {
      String name = Demangler.demangle(named.name(), DemangleStyle.NO_PARAMETERS);
      return ProfileFrame.named(name, Kind.NATIVE, module);
    }
    return ProfileFrame.unnamed(
        Kind.NATIVE, module, ((Symbolization.Unnamed) symbolization).reason());
  }
}
