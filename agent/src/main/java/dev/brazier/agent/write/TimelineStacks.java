package dev.brazier.agent.write;

import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.Timeline;
import dev.brazier.agent.write.ProfileTree.Located;
import dev.brazier.flamegraph.heatmap.StackTimes;
import java.util.Arrays;

/** A profile's timeline, with stacks as nodes of a call tree: a view, nothing is copied. */
final class TimelineStacks implements StackTimes {

  private final Timeline timeline;
  private final Located tree;
  private final long span;
  private final long untimed;

  TimelineStacks(Profile profile, Timeline timeline, Located tree) {
    this.timeline = timeline;
    this.tree = tree;
    this.untimed = Arrays.stream(timeline.untimed(profile.stacks())).reduce(0, Counts::sum);
    // Samples without a time are the last ones: what came behind those with one is not known.
    this.span = untimed > 0 ? 0 : profile.facts().duration().toNanos();
  }

  @Override
  public int size() {
    return timeline.size();
  }

  @Override
  public long nanos(int stack) {
    return timeline.nanos(stack);
  }

  @Override
  public int node(int stack) {
    return tree.end(timeline.stack(stack));
  }

  @Override
  public long count(int stack) {
    return timeline.count(stack);
  }

  @Override
  public long span() {
    return span;
  }

  @Override
  public long untimed() {
    return untimed;
  }
}
