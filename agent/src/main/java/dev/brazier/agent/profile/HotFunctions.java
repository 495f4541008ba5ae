package dev.brazier.agent.profile;

import dev.brazier.agent.profile.Profile.HotFunction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts the samples of each function, in whichever file of its module's name it is. */
final class HotFunctions {

  private final FrameNumbers frames;
  private final FrameNumbers functions = new FrameNumbers();
  private final int[] functionOf;
  private final long[] self;
  private final long[] total;

  HotFunctions(Profile profile) {
    frames = FrameNumbers.of(profile);
    functionOf =
        frames.frames().stream().mapToInt(frame -> functions.number(frame.inAnyFile())).toArray();
    self = new long[functions.frames().size()];
    total = new long[self.length];
    count(profile.stacks());
  }

  /** The functions with their counts, in no order. */
  Stream<HotFunction> stream() {
    List<ProfileFrame> all = functions.frames();
    return IntStream.range(0, self.length)
        .mapToObj(function -> new HotFunction(all.get(function), self[function], total[function]));
  }

  private void count(List<ProfileStack> stacks) {
    int[] lastSeenIn = new int[self.length];
    Arrays.fill(lastSeenIn, -1);
    int number = 0;
    for (ProfileStack stack : stacks) {
      int innermost = -1;
      for (ProfileFrame frame : stack.frames()) {
        innermost = functionOf[frames.number(frame)];
        if (lastSeenIn[innermost] != number) {
          lastSeenIn[innermost] = number;
          total[innermost] = Counts.sum(total[innermost], stack.samples());
        }
      }
      if (innermost >= 0) {
        self[innermost] = Counts.sum(self[innermost], stack.samples());
      }
      number++;
    }
  }
}
