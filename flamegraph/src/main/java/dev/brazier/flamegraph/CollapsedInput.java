package dev.brazier.flamegraph;

import java.util.List;

/**
 * What {@link CollapsedReader} made of a text.
 *
 * @param tree the stacks of all good lines
 * @param lines lines read, with empty ones, comments and bad ones
 * @param stacks lines that added a stack
 * @param rounded stacks whose count had a fraction and was rounded to the nearest whole, half up
 * @param malformed lines that were skipped because they are no stack
 * @param firstMalformed the first few of them
 */
public record CollapsedInput(
    CallTree tree,
    long lines,
    long stacks,
    long rounded,
    long malformed,
    List<MalformedLine> firstMalformed) {
  public CollapsedInput {
    firstMalformed = List.copyOf(firstMalformed);
  }
}
