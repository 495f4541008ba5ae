package dev.brazier.agent.unwind;

import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.unwind.UnwindTable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The unwind tables that user space walks copied stacks with. They are compiled when a stack first
 * needs them, on a thread of their own: the one that asks, always the same, never waits, as samples
 * go on arriving.
 */
public final class CopyTables implements AutoCloseable {

  private final long mostBytes;

  /** By file number, the least recently used first. */
  private final LinkedHashMap<Integer, Answer> answers = new LinkedHashMap<>(64, 0.75f, true);

  private final Map<Integer, String> malformed = new TreeMap<>();
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final ExecutorService compiler = Executors.newSingleThreadExecutor(CopyTables::thread);
  private int unreachable;
  private int evicted;
  private long bytes;

  /** How a file's table stands. */
  public sealed interface Answer {
    /** Here it is; without rows for a file that has no unwind information. */
    record Ready(UnwindTable table) implements Answer {}

    /** It is being compiled. */
    record Pending() implements Answer {}

    /**
     * There is none.
     *
     * @param fault what is wrong with the file; empty when there is no way to it
     */
    record Unreadable(String fault) implements Answer {}
  }

  /** Makes a table, on the thread for that. */
  @FunctionalInterface
  public interface Compilation {
    /**
     * Makes it.
     *
     * @throws IOException when there is no way to the file
     */
    UnwindTable compile() throws IOException, MalformedElfException;
  }

  private record Done(int file, Answer answer) {}

  /**
   * @param mostBytes for all tables; the least recently used give way
   */
  public CopyTables(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "brazier-tables");
    thread.setDaemon(true);
    return thread;
  }

  /** The table of a file, which {@code compilation} makes if nobody has asked for it before. */
  public Answer of(int file, Compilation compilation) {
    Answer known = answers.get(file);
    if (known != null) {
      return known;
    }
    Answer pending = new Answer.Pending();
    answers.put(file, pending);
    compiler.execute(() -> done.add(new Done(file, compile(compilation))));
    return pending;
  }

  /** Takes in what was compiled meanwhile; whether there was anything. */
  public boolean collect() {
    int before = done.size();
    for (Done next = done.poll(); next != null; next = done.poll()) {
      take(next);
    }
    return before > 0;
  }

  /** Waits for the next table; false when the time is over. */
  public boolean await(long nanos) {
    try {
      @Nullable Done next = done.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      if (next != null) {
        take(next);
      }
      return next != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How they fared. */
  public TableFacts facts() {
    int tables = 0;
    int pending = 0;
    for (Answer answer : answers.values()) {
      tables += answer instanceof Answer.Ready ready && ready.table().rows() > 0 ? 1 : 0;
      pending += answer instanceof Answer.Pending ? 1 : 0;
    }
    List<String> faults = List.copyOf(malformed.values());
    return new TableFacts(
        tables, tables, bytes, evicted, 0, faults, unreachable, pending, List.of());
  }

  /** Ends with the file at hand, of which nobody will hear. */
  @Override
  public void close() {
    compiler.shutdownNow();
  }

  private static Answer compile(Compilation compilation) {
    try {
      return new Answer.Ready(compilation.compile());
    } catch (IOException e) {
      return new Answer.Unreadable("");
    } catch (MalformedElfException | RuntimeException e) {
      return new Answer.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private void take(Done made) {
    answers.put(made.file, made.answer);
    if (made.answer instanceof Answer.Ready ready) {
      bytes += ready.table().memory();
      makeRoom(made.file);
    } else if (made.answer instanceof Answer.Unreadable refused) {
      if (refused.fault().isEmpty()) {
        unreachable++;
      } else {
        malformed.put(made.file, refused.fault());
      }
    }
  }

  private void makeRoom(int kept) {
    Iterator<Map.Entry<Integer, Answer>> oldest = answers.entrySet().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      Map.Entry<Integer, Answer> next = oldest.next();
      if (next.getKey() != kept && next.getValue() instanceof Answer.Ready ready) {
        bytes -= ready.table().memory();
        evicted++;
        oldest.remove();
      }
    }
  }
}
