package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.container.process.PerfMapLocator;
import dev.brazier.container.process.PerfMapOutcome;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessKey;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.symbol.PerfMap;
import dev.brazier.container.symbol.Symbolization;
import dev.brazier.container.symbol.UnnamedReason;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The code that one process generated at run time. Its perf map is opened when the first such frame
 * is sampled, while the process is there, and read after the sampling, when it is complete.
 */
final class GeneratedCode implements AutoCloseable {

  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final String MODULE = "[jit]";

  private final ProcRoot proc;
  private final ProcessKey process;
  private @Nullable PerfMapOutcome outcome;
  private @Nullable PerfMap map;
  private long triedNanos;

  GeneratedCode(ProcRoot proc, ProcessKey process) {
    this.proc = proc;
    this.process = process;
  }

  /** A frame of such code was sampled: looks for the map unless that was done a moment ago. */
  void sighted(long nowNanos) {
    boolean tried = outcome != null;
    if (outcome instanceof PerfMapOutcome.Located
        || (tried && nowNanos - triedNanos < RETRY_NANOS)) {
      return;
    }
    triedNanos = nowNanos;
    Optional<TargetProcess> target = TargetProcess.read(proc, process.pid()).found();
    if (target.isPresent() && target.get().key().equals(process)) {
      outcome = new PerfMapLocator(proc).locate(target.get());
    } else if (!tried) {
      outcome = new PerfMapOutcome.NotLocated(UnnamedReason.PROCESS_GONE, "the process has ended");
    }
  }

  /** The frame at a runtime address; to be asked once sampling is over. */
  ProfileFrame frame(long runtimeAddress) {
    if (outcome instanceof PerfMapOutcome.Located located) {
      return frame(located, runtimeAddress);
    }
    UnnamedReason reason =
        outcome instanceof PerfMapOutcome.NotLocated missing
            ? missing.reason()
            : UnnamedReason.JIT_WITHOUT_MAP;
    return ProfileFrame.unnamed(Kind.JIT, MODULE, reason);
  }

  private ProfileFrame frame(PerfMapOutcome.Located located, long runtimeAddress) {
    PerfMap names = map;
    if (names == null) {
      names = new PerfMap();
      map = names;
      try {
        names.update(located.bytes());
      } catch (IOException e) {
        outcome = new PerfMapOutcome.NotLocated(UnnamedReason.FILE_UNREADABLE, e.toString());
        return ProfileFrame.unnamed(Kind.JIT, MODULE, UnnamedReason.FILE_UNREADABLE);
      }
    }
    if (names.symbolize(runtimeAddress) instanceof Symbolization.Named named) {
      return ProfileFrame.named(named.name(), Kind.JIT, MODULE);
    }
    return ProfileFrame.unnamed(Kind.JIT, MODULE, UnnamedReason.NO_SYMBOL_AT_ADDRESS);
  }

  @Override
  public void close() {
    if (outcome instanceof PerfMapOutcome.Located located) {
      try {
        located.bytes().close();
      } catch (IOException e) {
        // It was only read; nothing is lost.
      }
    }
  }
}
