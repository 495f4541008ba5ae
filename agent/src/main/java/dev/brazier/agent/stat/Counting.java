package dev.brazier.agent.stat;

import dev.brazier.agent.record.HostRoot;
import dev.brazier.agent.record.RecordedCommand;
import dev.brazier.agent.record.StolenTime;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.ContainerDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a {@link StatConfig} names, from {@link #run} on, and reports. The thread that runs
 * it owns everything in it; {@link #stop} may come from any.
 *
 * <p>A command that was started goes on when the counting ends before it.
 */
public final class Counting implements AutoCloseable {

  /** How often processes are looked for that have come or gone. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StatConfig config;
  private final ProcRoot proc;
  private final List<String> notes = new ArrayList<>();
  private final List<OpenSubject> subjects;
  private final List<TargetProcess> processes;
  private final @Nullable RecordedCommand command;
  private final StolenTime stolen;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean stopped;
  private Instant started = Instant.EPOCH;
  private long startNanos;
  private long reportedNanos;
  private long refreshedNanos;

  private Counting(StatConfig config, @Nullable RecordedCommand command, ProcRoot proc) {
    this.config = config;
    this.proc = proc;
    this.command = command;
    this.stolen = StolenTime.from(proc);
    ContainerDirectory directory = new ContainerDirectory(proc, HostRoot.visible());
    SubjectOpening opening = new SubjectOpening(proc, directory, notes);
    this.subjects = opening.open(config, command);
    this.processes = opening.processes();
  }

  /**
   * Opens the counters; a command is started and held before its first instruction.
   *
   * @throws dev.brazier.agent.record.RecordingException when a target does not exist or the command
   *     cannot be started
   * @throws dev.brazier.bpf.BpfException when the kernel refuses to count a target at all, with the
   *     layer that refused and the remedy
   */
  public static Counting start(StatConfig config) {
    RecordedCommand command =
        config.command().isEmpty()
            ? null
            : RecordedCommand.hold(config.command(), config.commandOutputOnStandardError());
    try {
      return new Counting(config, command, ProcRoot.host());
    } catch (RuntimeException | Error e) {
      if (command != null) {
        command.close();
      }
      throw e;
    }
  }

  /**
   * Counts until the time is over, the command or every named process has ended, or {@link #stop}.
   *
   * @param reports gets a report after each interval, or one at the end
   */
  public void run(Consumer<StatReport> reports) throws InterruptedException {
    begin();
    long interval = config.interval().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    long end = config.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    long next = Math.min(interval, end);
    while (true) {
      boolean early = awaitUntil(next);
      if (early || next == end) {
        break;
      }
      reports.accept(report(List.of()));
      next = Math.min(end, next + interval);
    }
    reports.accept(report(closingNotes()));
  }

  /** Asks {@link #run} to end soon, with a report of what was counted so far. */
  public void stop() {
    stopped = true;
    over.countDown();
  }

  /** Exit status of the command, once it has ended; 128 + N when signal N ended it. */
  public Optional<Integer> commandStatus() {
    return command == null ? Optional.empty() : command.exitStatus();
  }

  @Override
  public void close() {
    subjects.forEach(OpenSubject::close);
    if (command != null) {
      command.close();
    }
  }

  private void begin() {
    started = Instant.now();
    startNanos = System.nanoTime();
    reportedNanos = startNanos;
    refreshedNanos = startNanos;
    subjects.forEach(OpenSubject::enable);
    if (command != null) {
      command.onEnd(over::countDown);
      command.release();
    }
  }

  /**
   * Waits.
   *
   * @param nanos since the beginning
   * @return whether the counting is over before
   */
  private boolean awaitUntil(long nanos) throws InterruptedException {
    while (true) {
      long left = nanos - (System.nanoTime() - startNanos);
      if (left <= 0) {
        return false;
      }
      if (over.await(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS) || allEnded()) {
        return true;
      }
      refresh();
    }
  }

  private void refresh() {
    long now = System.nanoTime();
    if (now - refreshedNanos >= REFRESH_NANOS) {
      refreshedNanos = now;
      subjects.forEach(subject -> subject.places().refresh());
    }
  }

  private StatReport report(List<String> moreNotes) {
    long now = System.nanoTime();
    List<SubjectCounts> counts = subjects.stream().map(OpenSubject::read).toList();
    StatReport report =
        new StatReport(
            started,
            Duration.ofNanos(now - startNanos),
            Duration.ofNanos(now - reportedNanos),
            counts,
            moreNotes);
    reportedNanos = now;
    return report;
  }

  private boolean allEnded() {
    return !processes.isEmpty()
        && processes.size() == subjects.size()
        && processes.stream().noneMatch(process -> TargetProcess.isAlive(proc, process.key()));
  }

  private List<String> closingNotes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(stolen.note("clocks ran on meanwhile"));
    if (stopped) {
      all.add("stopped before its time");
    } else if (allEnded()) {
      all.add("ended early: no process that was asked for is left");
    }
    if (command != null && !command.ended()) {
      all.add("the command goes on as process " + command.pid());
    }
    return all;
  }
}
