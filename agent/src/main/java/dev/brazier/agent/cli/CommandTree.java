package dev.brazier.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * All commands under one root.
 *
 * <p>picocli reflects over every option of every command it is given, which is a large part of a
 * short run; so a run that names its command gets a tree with that command alone.
 */
final class CommandTree {

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
    root.setParameterExceptionHandler(complaints::ofUsage);
    root.setExecutionExceptionHandler(complaints::ofExecution);
    try {
      return root.execute(args);
    } catch (OutOfMemoryError e) {
      return complaints.ofMemory();
    }
  }

  /** The tree with every command, for help and completion. */
  static CommandLine whole(Console console) {
    CommandLine root = new CommandLine(new BrazierCommand());
    commands(console).forEach((name, command) -> add(root, name, command.get()));
    return root.addSubcommand("help", new HelpCommand());
  }

  private static CommandLine forCommand(Console console, String name) {
    Supplier<Object> command = commands(console).get(name);
    if (command == null) {
      return whole(console);
    }
    CommandLine root = new CommandLine(new BrazierCommand());
    add(root, name, command.get());
    return root;
  }

  private static void add(CommandLine root, String name, Object command) {
    CommandLine child = new CommandLine(command);
    // What follows COMMAND are COMMAND's options, with or without -- before it.
    child.setStopAtPositional(command instanceof RecordCommand);
    root.addSubcommand(name, child);
  }

  private static Map<String, Supplier<Object>> commands(Console console) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("record", () -> new RecordCommand(console));
    commands.put("flamegraph", () -> new FlamegraphCommand(console));
    commands.put("version", () -> new VersionCommand(console));
    commands.put("completion", () -> new CompletionCommand(console));
    commands.put("prepare", PrepareCommand::new);
    return commands;
  }
}
