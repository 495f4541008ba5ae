package dev.brazier.agent.cli;

import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the number of rows that may follow an option: a word that is no number is not for it, but
 * the command that is to be recorded.
 */
final class RowCount implements IParameterConsumer {

  static final int DEFAULT = 20;

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's choice
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    boolean given = !words.isEmpty() && words.peek().matches("-?[0-9]+");
    option.setValue(given ? parse(words.pop()) : Integer.valueOf(DEFAULT));
  }

  private static Integer parse(String word) {
    try {
      return Integer.valueOf(word);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + word + "' is no whole number below 2147483648");
    }
  }
}
