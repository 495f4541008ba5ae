package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Hands on the stacks that a filter takes. Each name is tried once. */
final class FilteredSink implements FrameSink {
  private static final byte WANTED = 1;
  private static final byte REFUSED = 2;

  private final StackFilter filter;
  private final FrameSink sink;
  private final byte anyStack;
  private final Map<InputOrigin, Byte> origins = new HashMap<>();
  private byte[] verdicts = new byte[1 << 10];
  private int tried;
  private long kept;
  private long all;

  FilteredSink(StackFilter filter, FrameSink sink) {
    this.filter = filter;
    this.sink = sink;
    this.anyStack = filter.include().isEmpty() ? WANTED : 0;
  }

  /** What it did so far. */
  Selection selection() {
    return new Selection(filter, kept, all);
  }

  @Override
  public int frame(Frame frame) {
    int number = sink.frame(frame);
    if (number >= tried) {
      if (number >= verdicts.length) {
        verdicts = Arrays.copyOf(verdicts, Math.max(number + 1, verdicts.length * 2));
      }
      verdicts[number] = verdict(frame);
      tried = number + 1;
    }
    return number;
  }

  @Override
  public void stack(StackPath path, long count, InputOrigin origin, long timeNanos) {
    int verdict = anyStack | origins.computeIfAbsent(origin, this::verdict);
    int[] frames = path.frames();
    for (int i = path.from(); i < path.from() + path.depth(); i++) {
      verdict |= verdicts[frames[i]];
    }
    all = sum(all, count);
    if (verdict == WANTED) {
      kept = sum(kept, count);
      sink.stack(path, count, origin, timeNanos);
    }
  }

  private byte verdict(InputOrigin origin) {
    int verdict = 0;
    for (Frame row : origin.rows(true)) {
      verdict |= verdict(row);
    }
    return (byte) verdict;
  }

  private byte verdict(Frame frame) {
    return (byte) ((filter.wants(frame) ? WANTED : 0) | (filter.refuses(frame) ? REFUSED : 0));
  }

  private static long sum(long sum, long count) {
    return sum > Long.MAX_VALUE - count ? Long.MAX_VALUE : sum + count;
  }
}
