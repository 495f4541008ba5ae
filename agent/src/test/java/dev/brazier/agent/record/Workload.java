package dev.brazier.agent.record;

import dev.brazier.container.process.TargetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of {@code src/test/workloads}, compiled for the test and running beside it. */
public final class Workload implements AutoCloseable {

  public static final Path SOURCES = Path.of("src/test/workloads").toAbsolutePath();

  /** Where programs may leave files: node writes a log beside its perf map. */
  private static final Path WORKING_FOLDER = Path.of("target").toAbsolutePath();

  /** Without optimization: gcc 12 leaves out the frame of a leaf function from -O1 on. */
  private static final List<String> FRAME_POINTERS = List.of("-O0", "-fno-omit-frame-pointer");

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Process process;

  private Workload(Process process) {
    this.process = process;
  }

  public static Workload start(String... command) {
    return start(List.of(command));
  }

  public static Workload start(List<String> command) {
    try {
      return new Workload(
          new ProcessBuilder(command)
              .directory(WORKING_FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new AssertionError("start " + command, e);
    }
  }

  /** Compiles one source with frame pointers into {@code output}. */
  public static Path compile(Path output, String source, String... moreArguments) {
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(FRAME_POINTERS);
    command.addAll(List.of("-o", output.toString(), SOURCES.resolve(source).toString()));
    command.addAll(List.of(moreArguments));
    run(command);
    return output;
  }

  /**
   * Compiles one C or C++ source as distributions do, without frame pointers, into {@code output}.
   */
  public static Path compileOptimized(Path output, String source, String... moreArguments) {
    List<String> command = new ArrayList<>(List.of(source.endsWith(".cc") ? "g++" : "gcc", "-O2"));
    command.addAll(List.of("-o", output.toString(), SOURCES.resolve(source).toString()));
    command.addAll(List.of(moreArguments));
    run(command);
    return output;
  }

  /** Runs a command to its end; its output is part of the failure when it fails. */
  public static String run(List<String> command) {
    try {
      Path output = Files.createTempFile("brazier-it", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("no end after " + LONGEST.toSeconds() + " s: " + command);
        }
        String text = Files.readString(output);
        if (process.exitValue() != 0) {
          throw new AssertionError(command + " ended with " + process.exitValue() + ": " + text);
        }
        return text;
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new AssertionError("run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("run " + command, e);
    }
  }

  public int pid() {
    return (int) process.pid();
  }

  /** On CPUs, with all that it started, as far as that still runs or was waited for. */
  public Duration cpuTime() {
    return TargetProcess.timeOf(all().stream().mapToLong(one -> cpuTicks(one.pid())).sum());
  }

  /** Fields 14 to 17 of {@code /proc/PID/stat}: its own and those of children that ended. */
  private static long cpuTicks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      return 0; // It has just ended.
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    stopAll().forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it and all that it started, which else could start more between a look and the end. */
  private Set<ProcessHandle> stopAll() {
    Set<ProcessHandle> stopped = new LinkedHashSet<>();
    List<ProcessHandle> found = all();
    while (!found.isEmpty()) {
      stopped.addAll(found);
      List<String> stop = new ArrayList<>(List.of("sh", "-c", "kill -STOP \"$@\" 2>&1; :", "sh"));
      found.forEach(one -> stop.add(Long.toString(one.pid())));
      run(stop);
      found = all();
      found.removeAll(stopped);
    }
    return stopped;
  }

  /** It and all that it started and that is still there. */
  private List<ProcessHandle> all() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
