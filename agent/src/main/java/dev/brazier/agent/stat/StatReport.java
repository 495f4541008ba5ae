package dev.brazier.agent.stat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was counted in one while: all of it, or one interval.
 *
 * @param started when counting began
 * @param until the end of the while, since counting began
 * @param length of the while; with intervals the last one may be shorter
 * @param subjects what was counted
 * @param notes what differs from what was asked for, one sentence each
 */
public record StatReport(
    Instant started,
    Duration until,
    Duration length,
    List<SubjectCounts> subjects,
    List<String> notes) {

  public StatReport {
    subjects = List.copyOf(subjects);
    notes = List.copyOf(notes);
  }
}
