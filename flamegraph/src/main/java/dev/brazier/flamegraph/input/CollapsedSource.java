package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedInput;
import dev.brazier.flamegraph.CollapsedReader;
import dev.brazier.flamegraph.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Collapsed text, which has a reader of its own, seen as one of many formats. */
final class CollapsedSource {
  private CollapsedSource() {}

  static InputTree readTree(InputStream in, StackFilter filter) throws IOException {
    CollapsedInput input = CollapsedReader.read(in);
    CallTree tree = filter.applyTo(input.tree());
    Selection selection = new Selection(filter, tree.total(), input.tree().total());
    return new InputTree(tree, report(input).withSelection(selection));
  }

  /** Hands the merged stacks on: equal lines are one stack, in the tree's order. */
  static InputReport read(InputStream in, StackFilter filter, StackSink sink) throws IOException {
    InputTree input = readTree(in, filter);
    CallTree tree = input.tree();
    List<Frame> path = new ArrayList<>();
    hand(List.of(), tree.self(0), sink);
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      path.subList(Math.min(depth - 1, path.size()), path.size()).clear();
      path.add(tree.frame(node));
      hand(path, tree.self(node), sink);
    }
    return input.report();
  }

  private static void hand(List<Frame> path, long count, StackSink sink) {
    if (count == 0) {
      return;
    }
    String container = "";
    String process = "";
    String thread = "";
    int rows = 0;
    for (; rows < path.size(); rows++) {
      Frame row = path.get(rows);
      switch (row.kind()) {
        case CONTAINER -> container = row.name();
        case PROCESS -> process = row.name();
        case THREAD -> thread = row.name();
        default -> {
          sink.stack(stack(path, rows, count, container, process, thread));
          return;
        }
      }
    }
    sink.stack(stack(path, rows, count, container, process, thread));
  }

  private static InputStack stack(
      List<Frame> path, int rows, long count, String container, String process, String thread) {
    boolean told = rows > 0;
    InputOrigin origin =
        told
            ? new InputOrigin(container, process, OptionalInt.empty(), thread, OptionalInt.empty())
            : InputOrigin.UNKNOWN;
    return new InputStack(path.subList(rows, path.size()), count, origin, OptionalLong.empty());
  }

  private static InputReport report(CollapsedInput input) {
    List<String> notes = new ArrayList<>();
    if (input.rounded() > 0) {
      notes.add(input.rounded() + " counts had a fraction and were rounded");
    }
    if (input.tree().divisor() > 1 || input.tree().total() == Long.MAX_VALUE) {
      notes.add("the counts add up to more than " + Long.MAX_VALUE + ": sums stop there");
    }
    List<SkippedRecord> skipped =
        input.firstMalformed().stream()
            .map(bad -> new SkippedRecord("line", bad.number(), bad.reason(), bad.excerpt()))
            .toList();
    return new InputReport(
        InputFormat.COLLAPSED,
        "",
        "samples",
        "line",
        input.lines(),
        input.stacks(),
        input.malformed(),
        skipped,
        Map.of(),
        Selection.all(input.tree().total()),
        notes);
  }
}
