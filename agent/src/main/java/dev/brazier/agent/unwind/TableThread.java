package dev.brazier.agent.unwind;

import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.ThreadUrgency;
import dev.brazier.container.process.ProcRoot;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes unwind tables beside the sampling. Whatever belongs to that is touched by its thread alone;
 * the others leave messages.
 *
 * <p>It begins before the kernel program is there: from {@link #start} to {@link #open} it compiles
 * what the busiest processes map.
 */
public final class TableThread implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final ProcRoot proc;
  private final Set<Integer> targets;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "brazier-tables");
  private volatile TableFacts facts = TableFacts.NONE;
  private final UrgentWork urgent = new UrgentWork(System::nanoTime, ThreadUrgency::set);
  private volatile boolean ended;
  private @Nullable EarlyTables early;
  private @Nullable TableBuilder builder;

  private TableThread(ProcRoot proc, Set<Integer> targets) {
    this.proc = proc;
    this.targets = targets;
    thread.setDaemon(true);
  }

  /**
   * Begins.
   *
   * @param targets the processes to be recorded; empty for all
   */
  public static TableThread start(ProcRoot proc, Set<Integer> targets) {
    TableThread tables = new TableThread(proc, Set.copyOf(targets));
    tables.thread.start();
    return tables;
  }

  /** The kernel can take tables from now on. */
  public void open(TableStore store, UnwindFiles files) {
    send(
        () -> {
          TableBuilder opened = new TableBuilder(store, files, System::nanoTime);
          if (early != null) {
            early.handOver(opened);
          }
          builder = opened;
        });
  }

  /**
   * Tells what is mapped before sampling begins, and waits a little: until the files whose tables
   * are ready have them.
   */
  public void mapped(List<FileSighting> sightings, Duration patience) {
    CountDownLatch done = new CountDownLatch(1);
    send(
        () -> {
          if (builder != null) {
            builder.usePrepared(sightings);
            done.countDown();
            builder.mapped(sightings, early == null ? HotFiles.none() : early.hot());
            early = null;
          }
        });
    try {
      // Later is better than never, and sampling must begin: so what comes out does not matter.
      boolean unused = done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A sample met a file that has no table. */
  public void sampled(FileSighting file) {
    send(
        () -> {
          if (builder != null) {
            builder.sampled(file);
          }
        });
  }

  /** Samples met these files since the last time this was told. */
  public void seen(int[] fileIds) {
    if (fileIds.length > 0) {
      send(
          () -> {
            if (builder != null) {
              builder.seen(fileIds);
            }
          });
    }
  }

  /** How it stands. */
  public TableFacts facts() {
    return facts;
  }

  /** Ends with the file at hand. */
  @Override
  public void close() {
    ended = true;
    inbox.add(() -> {});
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Runnable message) {
    if (!ended) {
      inbox.add(message);
    }
  }

  private void run() {
    try {
      early = new EarlyTables(proc, targets);
      while (!ended) {
        step();
      }
    } catch (BpfException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (RuntimeException | InterruptedException e) {
      fail(e.toString());
    } finally {
      if (early != null) {
        early.close();
      }
    }
  }

  /** Samples go on without further tables, and the profile says so. */
  private void fail(String reason) {
    ended = true;
    facts = facts.failed(reason);
  }

  /** Messages before work; work, one file at a time, before waiting. */
  private void step() throws InterruptedException {
    Runnable message = inbox.poll();
    beUrgent(message);
    if (message == null && !work()) {
      urgent.end();
      message = inbox.take();
      beUrgent(message);
    }
    if (message != null) {
      message.run();
    }
    if (builder != null) {
      facts = builder.facts();
    }
  }

  /**
   * Not before the kernel program is there, which the first message tells: whoever loads it must
   * not wait for this thread.
   */
  private void beUrgent(@Nullable Runnable message) {
    if (builder != null || message != null) {
      urgent.begin();
    }
  }

  private boolean work() {
    if (builder == null) {
      return early != null && early.compileNext();
    }
    if (builder.isIdle()) {
      return false;
    }
    builder.buildNext();
    return true;
  }
}
