package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedWriter;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one profile in any number of formats. */
public final class ProfileWriters {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Profile profile;
  private final boolean threadRows;
  private @Nullable CallTree tree;

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
    FlameGraphOptions options =
        FlameGraphOptions.titled("CPU flame graph of " + profile.facts().host())
            .withFacts(FactLines.of(profile))
            .withUnit(profile.facts().weight().unit())
            .withPerSecond(perSecond());
    FlameGraph.write(tree(), options, out);
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
    CallTree built = tree;
    if (built == null) {
      built = ProfileTree.of(profile, threadRows);
      tree = built;
    }
    return built;
  }
}
