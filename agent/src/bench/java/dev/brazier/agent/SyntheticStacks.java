package dev.brazier.agent;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Stacks as a large Java service has them: most of them different, 10 to 40 frames deep, with
 * callers that are shared as in real ones, some much more frequent than others, in no order. The
 * same bytes at each call.
 *
 * <p>{@code java SyntheticStacks.java NUMBER [perf]} prints so many as collapsed text, or as {@code
 * perf script} prints them.
 */
final class SyntheticStacks {

  /** What a busy minute gives. */
  private static final int USUAL_STACKS = 79_000;

  private static final int FUNCTIONS = 12_000;
  private static final int MOST_WEIGHT = 20_000;
  private static final int DEEPEST = 40;
  private static final String[] PACKAGES = {
    "java/util/concurrent",
    "org/shop/order",
    "org/shop/warehouse/stock",
    "io/netty/channel/nio",
    "com/fasterxml/jackson/databind",
    "org/springframework/web/servlet",
    "org/hibernate/internal"
  };
  private static final String[] ENDINGS = {"", "_[j]", "_[j]", "_[j]", "_[i]", "_[0]"};

  private final Random random = new Random(7);
  private final int[] frames = new int[DEEPEST];
  private int depth;

  private SyntheticStacks() {}

  public static void main(String[] args) throws IOException {
    OutputStream out = new BufferedOutputStream(System.out, 1 << 20);
    boolean perf = args.length > 1 && args[1].equals("perf");
    new SyntheticStacks().write(Integer.parseInt(args[0]), perf, out);
    out.flush();
  }

  /** Collapsed text of 79,000 stacks. */
  static byte[] collapsed() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      new SyntheticStacks().write(USUAL_STACKS, false, text);
    } catch (IOException e) {
      throw new AssertionError("memory can be written", e);
    }
    return text.toByteArray();
  }

  private void write(int stacks, boolean perf, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int stack = 0; stack < stacks; stack++) {
      change();
      if (perf) {
        appendEvent(stack, text);
      } else {
        appendLine(text);
      }
      out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      text.setLength(0);
    }
  }

  /**
   * Walks from the outermost function in: each calls a few others, one of them most of the time.
   */
  private void change() {
    depth = 10 + random.nextInt(DEEPEST - 10 + 1);
    int caller = 0;
    for (int level = 0; level < depth; level++) {
      int choice = random.nextInt(8) > 0 ? 0 : 1 + random.nextInt(4);
      int mixed = (caller * 31 + level + choice * 1_000_003) * 0x9E3779B9;
      caller = (mixed >>> 8) % FUNCTIONS;
      frames[level] = caller;
    }
  }

  private int weight() {
    return 1 + (int) (MOST_WEIGHT / (1.0 + random.nextInt(MOST_WEIGHT)));
  }

  private void appendLine(StringBuilder text) {
    text.append("server;worker-").append(frames[0] % 8);
    for (int level = 0; level < depth; level++) {
      appendName(frames[level], text.append(';')).append(ENDINGS[frames[level] % ENDINGS.length]);
    }
    text.append(' ').append(weight()).append('\n');
  }

  private void appendEvent(int number, StringBuilder text) {
    text.append("server 4711/").append(4720 + frames[0] % 8).append(" [000] ");
    text.append(1000 + number / 1000).append('.').append(100_000 + number % 1000);
    text.append(": ").append(weight()).append(" cycles:P: \n");
    for (int level = depth - 1; level >= 0; level--) {
      text.append("\t    7f").append(Integer.toHexString(0x1000_0000 + frames[level] * 64));
      appendName(frames[level], text.append(' '));
      text.append("+0x").append(Integer.toHexString(1 + random.nextInt(250)));
      text.append(" (/tmp/perf-4711.map)\n");
    }
    text.append('\n');
  }

  private static StringBuilder appendName(int function, StringBuilder text) {
    text.append(PACKAGES[function % PACKAGES.length]).append("/Handler").append(function % 397);
    return text.append(".process").append(function);
  }
}
