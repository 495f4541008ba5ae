package dev.brazier.agent.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of {@code src/test/workloads}, compiled for the test and running beside it. */
public final class Workload implements AutoCloseable {

  public static final Path SOURCES = Path.of("src/test/workloads").toAbsolutePath();

  /** Where programs may leave files: node writes a log beside its perf map. */
  private static final Path WORKING_FOLDER = Path.of("target").toAbsolutePath();

  /** Without optimization: gcc 12 leaves out the frame of a leaf function from -O1 on. */
  private static final List<String> FRAME_POINTERS = List.of("-O0", "-fno-omit-frame-pointer");

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
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("no end after 120 s: " + command);
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

  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
