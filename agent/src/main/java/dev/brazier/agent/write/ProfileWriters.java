package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.Timeline;
import dev.brazier.agent.write.ProfileTree.Located;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedWriter;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import dev.brazier.flamegraph.heatmap.HeatMap;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one profile in any number of formats. */
public final class ProfileWriters {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Profile profile;
  private final boolean threadRows;
  private @Nullable Located located;

  public ProfileWriters(Profile profile) {
    this(profile, true);
  }

  /**
   * Writers that leave thread rows out of pictures and collapsed stacks, unless they are wanted.
   */
  public ProfileWriters(Profile profile, boolean threadRows) {
    this.profile = profile;
    this.threadRows = threadRows;
  }

  /** Loads, ahead of time and on any thread, what the first picture needs: fonts, classes. */
  public static void warmUp() {
    FlameGraph.warmUp();
  }

  /** Writes a flame graph with the truth header. */
  public void writeSvg(OutputStream out) throws IOException {
    FlameGraph.write(tree(), options("CPU flame graph"), out);
  }

  /**
   * Writes a heat map of time, with the flame graph of all of it and of any part of it, with the
   * truth header.
   *
   * @throws IllegalStateException when the profile has no {@link Profile#timeline}
   */
  public void writeHeatMap(OutputStream out) throws IOException {
    writeHeatMap(options("CPU heat map"), out);
  }

  /**
   * Writes a heat map that is headed as the options say.
   *
   * @throws IllegalStateException when the profile has no {@link Profile#timeline}
   */
  public void writeHeatMap(FlameGraphOptions options, OutputStream out) throws IOException {
    Timeline timeline =
        profile.timeline().orElseThrow(() -> new IllegalStateException("a profile without times"));
    Located drawn = located();
    TimelineStacks times = new TimelineStacks(profile, timeline, drawn);
    HeatMap.write(drawn.tree(), times, options.withPerSecond(perSecond()), out);
  }

  private FlameGraphOptions options(String what) {
    String host = profile.facts().host();
    return FlameGraphOptions.titled(host.isEmpty() ? what : what + " of " + host)
        .withFacts(FactLines.of(profile))
        .withUnit(profile.facts().weight().unit())
        .withPerSecond(perSecond());
  }

  /** How many counts make a second of time; 0 when they stand for none. */
  private double perSecond() {
    long nanos = profile.facts().weight().nanosPerCount();
    return nanos == 0 ? 0 : NANOS_PER_SECOND / nanos;
  }

  /** Writes collapsed stacks: {@code container;process;frame;… count}. */
  public void writeCollapsed(OutputStream out) throws IOException {
    CollapsedWriter.write(tree(), out);
  }

  /** What pictures and collapsed stacks are made of. */
  public CallTree tree() {
    return located().tree();
  }

  private Located located() {
    Located built = located;
    if (built == null) {
      built = ProfileTree.of(profile, threadRows);
      located = built;
    }
    return built;
  }
}
