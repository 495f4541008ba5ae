package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Hands stacks on as objects. */
final class ObjectSink implements FrameSink {
  private final StackSink sink;
  private final Map<Frame, Integer> numbers = new HashMap<>();
  private final List<Frame> frames = new ArrayList<>();

  ObjectSink(StackSink sink) {
    this.sink = sink;
  }

  @Override
  public int frame(Frame frame) {
    Integer known = numbers.putIfAbsent(frame, frames.size());
    if (known != null) {
      return known;
    }
    frames.add(frame);
    return frames.size() - 1;
  }

  @Override
  public void stack(StackPath path, long count, InputOrigin origin, long timeNanos) {
    Frame[] stack = new Frame[path.depth()];
    Arrays.setAll(stack, i -> frames.get(path.frames()[path.from() + i]));
    OptionalLong time = timeNanos == NO_TIME ? OptionalLong.empty() : OptionalLong.of(timeNanos);
    sink.stack(new InputStack(List.of(stack), count, origin, time));
  }
}
