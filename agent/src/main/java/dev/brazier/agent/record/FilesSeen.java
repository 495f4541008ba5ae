package dev.brazier.agent.record;

import java.util.Arrays;

/**
 * The numbers of the files that samples met since they were last taken. Belongs to the sampling
 * thread.
 */
final class FilesSeen {

  private final LongSet known = new LongSet();
  private int[] seen = new int[64];
  private int count;
  private int last;

  /** A frame lies in this file. */
  void note(int fileId) {
    // Neighbouring frames lie in the same file as a rule.
    if (fileId == last || !known.add(fileId)) {
      last = fileId;
      return;
    }
    last = fileId;
    if (count == seen.length) {
      seen = Arrays.copyOf(seen, count * 2);
    }
    seen[count++] = fileId;
  }

  /** Each file once, in no order; begins anew. */
  int[] take() {
    int[] taken = Arrays.copyOf(seen, count);
    if (count > 0) {
      known.clear();
      count = 0;
      last = 0;
    }
    return taken;
  }
}
