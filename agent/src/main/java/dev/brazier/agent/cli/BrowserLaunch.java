package dev.brazier.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that opens an address in a browser.
 *
 * @param program it, with its arguments; {@code %s} in them stands for the address, which otherwise
 *     comes last
 */
record BrowserLaunch(List<String> program) {

  private static final String PLACE = "%s";

  BrowserLaunch {
    program = List.copyOf(program);
  }

  /**
   * The person's choice: the first program in {@code $BROWSER}, or with a display what the desktop
   * opens.
   *
   * @param environment of this process
   */
  static Optional<BrowserLaunch> find(Map<String, String> environment) {
    String chosen = environment.getOrDefault("BROWSER", "").split(":", -1)[0].strip();
    if (!chosen.isEmpty()) {
      return Optional.of(new BrowserLaunch(List.of(chosen.split("\\s+", -1))));
    }
    boolean display =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return display ? Optional.of(new BrowserLaunch(List.of("xdg-open"))) : Optional.empty();
  }

  /** The whole command for an address. */
  List<String> command(URI address) {
    List<String> command = new ArrayList<>();
    program.forEach(word -> command.add(word.replace(PLACE, address.toString())));
    if (program.stream().noneMatch(word -> word.contains(PLACE))) {
      command.add(address.toString());
    }
    return command;
  }

  /** Starts it and goes on; if it fails, now or later, {@code err} says so. */
  void open(URI address, PrintStream err) {
    try {
      Process browser =
          new ProcessBuilder(command(address))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var unused = browser.onExit().thenAccept(ended -> complainOf(ended.exitValue(), err));
    } catch (IOException e) {
      complain(err, "it cannot be started");
    }
  }

  private void complainOf(int exitStatus, PrintStream err) {
    if (exitStatus != 0) {
      complain(err, "exit status " + exitStatus);
    }
  }

  private void complain(PrintStream err, String reason) {
    err.println(
        "open a browser with " + program.get(0) + ": " + reason + "; open the address yourself");
  }
}
