package dev.brazier.agent.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers frames from 0 on, in the order in which they come. Equal frames have one number; as most
 * equal frames of a profile are one object, few are ever compared.
 */
public final class FrameNumbers {

  private final IdentityHashMap<ProfileFrame, Integer> byObject = new IdentityHashMap<>();
  private final Map<ProfileFrame, Integer> byValue = new HashMap<>();
  private final List<ProfileFrame> frames = new ArrayList<>();

  /** All frames of a profile. */
  public static FrameNumbers of(Profile profile) {
    FrameNumbers numbers = new FrameNumbers();
    for (ProfileStack stack : profile.stacks()) {
      stack.frames().forEach(numbers::number);
    }
    return numbers;
  }

  /** The number of a frame; a new one has the next. */
  public int number(ProfileFrame frame) {
    Integer known = byObject.get(frame);
    if (known != null) {
      return known;
    }
    Integer number = byValue.putIfAbsent(frame, frames.size());
    if (number == null) {
      number = frames.size();
      frames.add(frame);
    }
    byObject.put(frame, number);
    return number;
  }

  /** The frames by number. */
  public List<ProfileFrame> frames() {
    return Collections.unmodifiableList(frames);
  }
}
