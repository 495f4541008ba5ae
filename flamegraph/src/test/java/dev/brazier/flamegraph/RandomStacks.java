package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Stacks from a seed, for properties that hold for all trees. */
final class RandomStacks {
  record Stack(List<Frame> frames, long count) {}

  private static final List<FrameKind> KINDS = List.of(FrameKind.values());

  private RandomStacks() {}

  static List<Stack> of(long seed, int stacks) {
    Random random = new Random(seed);
    List<Stack> made = new ArrayList<>();
    for (int i = 0; i < stacks; i++) {
      List<Frame> frames = new ArrayList<>();
      for (int depth = 1 + random.nextInt(12); depth > 0; depth--) {
        FrameKind kind = KINDS.get(random.nextInt(KINDS.size()));
        String module = random.nextInt(4) == 0 ? "lib" + random.nextInt(3) + ".so" : "";
        frames.add(new Frame("f" + random.nextInt(9), kind, module));
      }
      made.add(new Stack(frames, 1 + random.nextInt(100)));
    }
    return made;
  }

  static List<Stack> shuffled(List<Stack> stacks, long seed) {
    List<Stack> copy = new ArrayList<>(stacks);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }

  static CallTree tree(List<Stack> stacks) {
    CallTree.Builder builder = CallTree.builder();
    stacks.forEach(stack -> builder.add(stack.frames(), stack.count()));
    return builder.build();
  }
}
