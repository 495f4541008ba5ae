package dev.brazier.agent.cli;

import dev.brazier.agent.doctor.Examination;
import dev.brazier.agent.doctor.Report;
import dev.brazier.agent.record.RecordingException;
import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.MemoryLockException;
import dev.brazier.bpf.PermissionRefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever ends a command early into one line on standard error and an exit code.
 *
 * <p>A stack trace appears only when {@code BRAZIER_TRACE} is set in the environment.
 */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final String TRACE_VARIABLE = "BRAZIER_TRACE";

  private final PrintStream err;

  Complaints(PrintStream err) {
    this.err = err;
  }

  /** The command line could not be understood. */
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    say(command, usageText(e) + "; see '" + command + " --help'", e);
    return ExitCode.USAGE;
  }

  /** The command was understood and failed. */
  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    String command = commandLine.getCommandSpec().qualifiedName();
    if (e instanceof CommandFailure failure) {
      say(command, text(failure), failure);
      return failure.exitCode();
    }
    if (e instanceof PermissionRefusedException refusal) {
      boolean counts = commandLine.getCommandName().equals(StatCommand.NAME);
      say(command, explained(refusal, counts), refusal);
      return ExitCode.NOT_PERMITTED;
    }
    if (e instanceof BpfException || e instanceof RecordingException) {
      say(command, text(e), e);
      return e instanceof MemoryLockException ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      say(command, IoReason.of(e), e);
      return ExitCode.FAILED;
    }
    say(
        command,
        "fail in a way nobody thought of: %s; run again with %s=1 and report what it prints"
            .formatted(e, TRACE_VARIABLE),
        e);
    return ExitCode.FAILED;
  }

  /** The heap was too small. */
  int ofMemory() {
    err.println("brazier: run out of heap; give it more with BRAZIER_JAVA_OPTS=-Xmx1g");
    return ExitCode.FAILED;
  }

  /**
   * The one finding of {@code brazier doctor} that decides; the exception's own words where the
   * doctor finds nothing that would explain it.
   */
  private static String explained(PermissionRefusedException refusal, boolean counts) {
    Optional<String> why;
    try {
      Report report = Examination.run();
      why = counts ? report.whyNotCounted() : report.whyNotSampled();
    } catch (BpfException e) {
      why = Optional.empty();
    }
    return why.map(
            words ->
                "%s: %s; %s; 'brazier doctor' tells more"
                    .formatted(refusal.operation(), refusal.errnoName(), words))
        .orElseGet(refusal::getMessage);
  }

  private void say(String command, String text, Exception e) {
    err.println(command + ": " + text.strip().replaceAll("\\R\\s*", " "));
    if (System.getenv(TRACE_VARIABLE) != null) {
      e.printStackTrace(err);
    }
  }

  /** picocli's own texts are sentences; ours begin in lower case and close with the way out. */
  private static String usageText(ParameterException e) {
    String text = text(e);
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      String closest = suggestions.isEmpty() ? "" : ": did you mean " + suggestions.get(0) + "?";
      text = "understand no '" + unmatched.getUnmatched().get(0) + "'" + closest;
    }
    text = text.replaceFirst("is not an int$", "is no whole number below 2147483648");
    text = text.replaceFirst("is not a long$", "is no whole number");
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static String text(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
