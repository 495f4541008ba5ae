package dev.brazier.agent.export;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers frames from 0 on, in the order in which they come. */
public final class FrameTable {

  private final Map<ProfileFrame, Integer> numbers = new HashMap<>();
  private final List<ProfileFrame> frames = new ArrayList<>();

  /** All frames of a profile. */
  public static FrameTable of(Profile profile) {
    FrameTable table = new FrameTable();
    for (ProfileStack stack : profile.stacks()) {
      stack.frames().forEach(table::add);
    }
    return table;
  }

  /** The number of a frame that is in the table. */
  public int number(ProfileFrame frame) {
    Integer number = numbers.get(frame);
    if (number == null) {
      throw new IllegalArgumentException("not in the table: " + frame);
    }
    return number;
  }

  /** The frames by number. */
  public List<ProfileFrame> frames() {
    return Collections.unmodifiableList(frames);
  }

  private void add(ProfileFrame frame) {
    if (numbers.putIfAbsent(frame, frames.size()) == null) {
      frames.add(frame);
    }
  }
}
