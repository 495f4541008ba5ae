package dev.brazier.flamegraph;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that several threads do at once; the one that asks for it does the first part. */
final class SharedWork {
  /** Beyond that each thread brings less than what it costs in memory. */
  private static final int MOST_THREADS = 2;

  private SharedWork() {}

  /** How many parts to make of something large. */
  static int parts() {
    return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Does all parts.
   *
   * @return their results, in their order
   * @throws IOException if a part does; the first one that fails counts
   */
  static <T> List<T> results(List<Callable<T>> parts) throws IOException {
    List<FutureTask<T>> tasks = parts.stream().map(FutureTask::new).toList();
    for (FutureTask<T> task : tasks.subList(1, tasks.size())) {
      Thread thread = new Thread(task, "shared-work");
      thread.setDaemon(true);
      thread.start();
    }
    tasks.get(0).run();
    List<T> results = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      results.add(result(task));
    }
    return results;
  }

  private static <T> T result(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another thread works");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
    }
  }
}
