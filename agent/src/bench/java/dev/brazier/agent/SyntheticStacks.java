package dev.brazier.agent;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Collapsed text of the size that a busy minute gives: 79,000 different stacks, 10 to 40 frames
 * deep, that share their outer frames as real ones do.
 */
final class SyntheticStacks {

  private static final int STACKS = 79_000;
  private static final int FUNCTIONS = 12_000;
  private static final int DEEPEST = 40;

  private SyntheticStacks() {}

  /** The same bytes at each call. */
  static byte[] collapsed() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    String[] frames = new String[DEEPEST];
    int depth = 0;
    for (int stack = 0; stack < STACKS; stack++) {
      int kept = Math.max(0, depth - 1 - random.nextInt(12));
      depth = Math.min(DEEPEST, Math.max(10, kept + 1 + random.nextInt(12)));
      for (int level = kept; level < depth; level++) {
        frames[level] = name(random.nextInt(FUNCTIONS));
      }
      text.append("host;server");
      for (int level = 0; level < depth; level++) {
        text.append(';').append(frames[level]);
      }
      text.append(' ').append(1 + random.nextInt(3)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String name(int function) {
    return "shop::order::Handler" + function % 97 + "::process_" + function;
  }
}
