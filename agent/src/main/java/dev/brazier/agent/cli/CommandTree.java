package dev.brazier.agent.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * All commands under one root.
 *
 * <p>picocli reflects over every option of every command it is given, which is a large part of a
 * short run; so a run that names its command gets a tree with that command alone.
 */
final class CommandTree {

  private static final List<String> NAMES =
      List.of(
          "record",
          "stat",
          "doctor",
          "flamegraph",
          "diff",
          "view",
          "containers",
          "seccomp",
          "version",
          "completion",
          "prepare");

  private CommandTree() {}

  /**
   * Runs what {@code args} ask for.
   *
   * @return the exit code; all there was to say has been printed
   */
  static int run(Console console, String... args) {
    CommandLine root = args.length == 0 ? whole(console) : forCommand(console, args[0]);
    Complaints complaints = new Complaints(console.err());
    root.setOut(console.writer());
    root.setErr(console.errorWriter());
    root.setParameterExceptionHandler(complaints);
    root.setExecutionExceptionHandler(complaints);
    try {
      return root.execute(args);
    } catch (OutOfMemoryError e) {
      return complaints.ofMemory();
    }
  }

  /** The tree with every command, for help and completion. */
  static CommandLine whole(Console console) {
    CommandLine root = new CommandLine(new BrazierCommand());
    for (String name : NAMES) {
      add(root, console, name);
    }
    return root.addSubcommand("help", new HelpCommand());
  }

  private static CommandLine forCommand(Console console, String name) {
    CommandLine root = new CommandLine(new BrazierCommand());
    return add(root, console, name) ? root : whole(console);
  }

  private static boolean add(CommandLine root, Console console, String name) {
    if (name.equals("seccomp")) {
      root.addSubcommand(name, SeccompCommand.line(console));
      return true;
    }
    Object command = command(console, name);
    if (command == null) {
      return false;
    }
    CommandLine child = new CommandLine(command);
    // What follows COMMAND are COMMAND's options, with or without -- before it.
    child.setStopAtPositional(command instanceof RecordCommand || command instanceof StatCommand);
    root.addSubcommand(name, child);
    return true;
  }

  private static @Nullable Object command(Console console, String name) {
    return switch (name) {
      case "record" -> new RecordCommand(console);
      case "stat" -> new StatCommand(console);
      case "doctor" -> new DoctorCommand(console);
      case "flamegraph" -> new FlamegraphCommand(console);
      case "diff" -> new DiffCommand(console);
      case "view" -> new ViewCommand(console);
      case "containers" -> new ContainersCommand(console);
      case "version" -> new VersionCommand(console);
      case "completion" -> new CompletionCommand(console);
      case "prepare" -> new PrepareCommand();
      default -> null;
    };
  }
}
