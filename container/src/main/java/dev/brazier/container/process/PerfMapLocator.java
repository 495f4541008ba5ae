package dev.brazier.container.process;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.symbol.RootedPath;
import dev.brazier.container.symbol.UnnamedReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code /tmp/perf-PID.map}, which a runtime that generates code writes in its own mount
 * namespace under its own pid.
 *
 * <p>Anyone may write to {@code /tmp}: the file must belong to the process's user or to root, be a
 * regular file (a link could point anywhere, opening a pipe would block), and not be older than the
 * process, as pids come again: in a container that restarts, at once.
 */
public final class PerfMapLocator {
  /** A hundred bytes for each of 2.5 million functions. */
  private static final long LARGEST = 256L << 20;

  /** Time stamps of files lag a tick, and the boot time is known to a hundredth of a second. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final ProcRoot proc;

  public PerfMapLocator(ProcRoot proc) {
    this.proc = proc;
  }

  /** Looks for the map of a process and opens it. */
  public PerfMapOutcome locate(TargetProcess process) {
    String name = "/tmp/perf-" + process.namespacedPid() + ".map";
    RootedPath rooted = new RootedPath(proc.of(process.pid()).resolve("root"), name);
    try {
      Path place = rooted.resolve();
      FileFacts facts = FileFacts.of(place, LinkOption.NOFOLLOW_LINKS);
      PerfMapOutcome.NotLocated objection = objection(process, name, facts);
      if (objection != null) {
        return objection;
      }
      return open(rooted, place, name, facts);
    } catch (NoSuchFileException absent) {
      return proc.exists(process.pid())
          ? refuse(UnnamedReason.JIT_WITHOUT_MAP, name, "no such file")
          : refuse(UnnamedReason.PROCESS_GONE, name, "the process has ended");
    } catch (IOException failure) {
      Refusals refusals = new Refusals();
      refusals.add(rooted.root().resolve(name.substring(1)), failure);
      PinOutcome.NotPinned refusal = refusals.outcome(true);
      return new PerfMapOutcome.NotLocated(refusal.reason(), refusal.text());
    }
  }

  private PerfMapOutcome.@Nullable NotLocated objection(
      TargetProcess process, String name, FileFacts facts) throws IOException {
    if (!facts.regular()) {
      return refuse(UnnamedReason.JIT_WITHOUT_MAP, name, "not a regular file");
    }
    if (facts.uid() != 0 && facts.uid() != process.uid()) {
      return refuse(
          UnnamedReason.JIT_WITHOUT_MAP,
          name,
          "belongs to uid "
              + Integer.toUnsignedString(facts.uid())
              + ", the process to uid "
              + Integer.toUnsignedString(process.uid()));
    }
    if (facts.identity().size() > LARGEST) {
      return refuse(UnnamedReason.TOO_LARGE, name, "longer than " + LARGEST + " bytes");
    }
    Instant started = proc.bootTime().plusNanos(process.startTimeNanos());
    if (facts.identity().modified().isBefore(started.minus(TOLERANCE))) {
      return refuse(
          UnnamedReason.STALE_PERF_MAP,
          name,
          "written at "
              + facts.identity().modified()
              + ", before the process started at "
              + started);
    }
    return null;
  }

  private static PerfMapOutcome open(RootedPath rooted, Path place, String name, FileFacts facts)
      throws IOException {
    FileChannel channel = rooted.open();
    try {
      FileIdentity now = FileFacts.of(place, LinkOption.NOFOLLOW_LINKS).identity();
      // Size and time may have moved on: the runtime appends at any moment.
      if (now.inode() == facts.identity().inode()
          && now.device().equals(facts.identity().device())) {
        return new PerfMapOutcome.Located(ByteSource.owning(channel), name, now);
      }
    } catch (IOException vanished) {
      channel.close();
      throw vanished;
    }
    channel.close();
    return refuse(UnnamedReason.FILE_REPLACED, name, "replaced while it was opened");
  }

  private static PerfMapOutcome.NotLocated refuse(UnnamedReason reason, String name, String why) {
    return new PerfMapOutcome.NotLocated(reason, "read " + name + " of the target: " + why);
  }
}
