package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of Debian's kernels in a virtual machine of its own, on this machine's root folder, which it
 * cannot change; commands run there as root.
 */
final class Guest implements AutoCloseable {

  private static final Path SHELL = Path.of("src/test/kernels/shell.sh").toAbsolutePath();

  private final Process process;
  private final OutputStream commands;
  private final DataInputStream answers;

  private Guest(Process process) {
    this.process = process;
    this.commands = process.getOutputStream();
    this.answers = new DataInputStream(process.getInputStream());
  }

  /**
   * Boots and waits until it is ready, some seconds, or a minute where the kernel has to be
   * fetched.
   *
   * @param kernel the name of one in {@code kernels.txt}
   * @param words for the kernel's command line
   */
  static Guest boot(String kernel, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(SHELL.toString(), kernel));
    command.addAll(words);
    Guest guest = new Guest(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    guest.answer();
    return guest;
  }

  /** Runs a command of the shell, which must be one line, to its end. */
  CommandRun run(String command) throws IOException {
    assertThat(command).doesNotContain("\n").isNotEmpty();
    commands.write((command + "\n").getBytes(StandardCharsets.UTF_8));
    commands.flush();
    return answer();
  }

  /** Runs a command that must succeed; its standard output. */
  String must(String command) throws IOException {
    CommandRun run = run(command);
    assertThat(run.exitCode()).as(command + ": " + run.err()).isZero();
    return run.out();
  }

  private CommandRun answer() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = answers.readUnsignedByte(); next != '\n'; next = answers.readUnsignedByte()) {
      line.append((char) next);
    }
    String[] numbers = line.toString().split(" ", 3);
    String out = text(Integer.parseInt(numbers[1]));
    String err = text(Integer.parseInt(numbers[2]));
    return new CommandRun(Integer.parseInt(numbers[0]), out, err);
  }

  private String text(int bytes) throws IOException {
    byte[] text = new byte[bytes];
    answers.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Ends it, as by pulling the plug where it does not by itself. */
  @Override
  public void close() throws IOException {
    try {
      commands.write('\n');
      commands.close();
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
