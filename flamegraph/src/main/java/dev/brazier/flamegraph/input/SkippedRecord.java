package dev.brazier.flamegraph.input;

/**
 * A part of a file that was skipped.
 *
 * @param kind what the file consists of: {@code line}, {@code sample}, {@code event}
 * @param number which one it is, from 1
 * @param reason what is wrong with it, as a lower-case phrase
 * @param excerpt its text, at most 60 printable characters; empty where it is no text
 */
public record SkippedRecord(String kind, long number, String reason, String excerpt) {
  @Override
  public String toString() {
    String text = kind + " " + number + ": " + reason;
    return excerpt.isEmpty() ? text : text + ": \"" + excerpt + "\"";
  }
}
