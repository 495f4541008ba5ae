package dev.brazier.flamegraph;

/**
 * A line of collapsed text that was skipped.
 *
 * @param number the line's number, from 1
 * @param reason what is wrong with it, as a lower-case phrase
 * @param excerpt the end of the line, where the count should be: at most 60 printable characters
 */
public record MalformedLine(long number, String reason, String excerpt) {
  @Override
  public String toString() {
    return "line " + number + ": " + reason + ": \"" + excerpt + "\"";
  }
}
