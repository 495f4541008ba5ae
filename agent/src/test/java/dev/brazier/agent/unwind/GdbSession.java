package dev.brazier.agent.unwind;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gdb that stops one process, and lets it go on, as often as it is told to. */
final class GdbSession implements AutoCloseable {
  static final Path SCRIPT = Path.of("src/test/gdb/stacks.py");

  private final Process gdb;
  private final BufferedWriter to;
  private final BufferedReader from;

  private GdbSession(Process gdb) {
    this.gdb = gdb;
    this.to = gdb.outputWriter();
    this.from = gdb.inputReader();
  }

  /**
   * Starts gdb; it stops nothing yet.
   *
   * @param script {@code stacks.py}
   */
  static GdbSession of(int pid, Path script) throws IOException {
    return new GdbSession(
        new ProcessBuilder(
                List.of(
                    "gdb",
                    "-nx",
                    "-q",
                    "-batch",
                    "-ex",
                    "python PID = " + pid,
                    "-x",
                    script.toString()))
            .redirectErrorStream(true)
            .start());
  }

  /**
   * Stops the process.
   *
   * @return the stacks of its threads
   * @throws IOException when gdb fails, for one because the process has ended
   */
  List<GdbStack> stop() throws IOException {
    return GdbStack.parse(command("stop", "stopped"));
  }

  /** Lets the process go on. */
  void go() throws IOException {
    command("go", "going");
  }

  private List<String> command(String word, String answer) throws IOException {
    to.write(word + "\n");
    to.flush();
    List<String> lines = new ArrayList<>();
    String remark = "";
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      if (line.equals("@" + answer)) {
        return lines;
      }
      if (line.startsWith("@")) {
        lines.add(line.substring(1));
      } else if (!line.isBlank()) {
        remark = line;
      }
    }
    throw new IOException("gdb ended when told to " + word + ": " + remark);
  }

  /** Ends gdb, which lets the process go on. */
  @Override
  public void close() {
    try {
      to.close();
      if (!gdb.waitFor(10, TimeUnit.SECONDS)) {
        gdb.destroyForcibly();
      }
    } catch (IOException e) {
      gdb.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      gdb.destroyForcibly();
    }
  }
}
