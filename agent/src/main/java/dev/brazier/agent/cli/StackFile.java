package dev.brazier.agent.cli;

import dev.brazier.agent.export.ForeignProfile;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.write.ProfileWriters;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.input.InputOptions;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.InputTree;
import dev.brazier.flamegraph.input.StackInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of stacks that was read: as a tree, which is all that a picture needs and the fast way, or
 * stack by stack, for formats that show more.
 */
final class StackFile {

  private final InputReport report;
  private final boolean perThread;
  private final @Nullable ForeignProfile stacks;
  private @Nullable CallTree tree;

  private StackFile(
      InputReport report,
      boolean perThread,
      @Nullable CallTree tree,
      @Nullable ForeignProfile stacks) {
    this.report = report;
    this.perThread = perThread;
    this.tree = tree;
    this.stacks = stacks;
  }

  /**
   * Reads to the end.
   *
   * @param profile whether {@link #profile} will be asked for
   * @param timeline whether with times
   */
  static StackFile read(InputStream in, InputOptions options, boolean profile, boolean timeline)
      throws IOException {
    if (!profile) {
      InputTree input = StackInput.readTree(in, options);
      return new StackFile(input.report(), options.perThread(), input.tree(), null);
    }
    ForeignProfile stacks = new ForeignProfile(timeline);
    InputReport report = StackInput.read(in, options, stacks);
    return new StackFile(report, options.perThread(), null, stacks);
  }

  /** How it was read. */
  InputReport report() {
    return report;
  }

  /** Its stacks, merged. */
  CallTree tree() {
    CallTree built = tree;
    if (built == null) {
      built = new ProfileWriters(profile(List.of()), perThread).tree();
      tree = built;
    }
    return built;
  }

  /** Whether it tells when stacks were seen; not known unless it was read with times. */
  boolean tellsTimes() {
    return stacks != null && stacks.tellsTimes();
  }

  /** Its stacks one by one, with these notes. */
  Profile profile(List<String> notes) {
    if (stacks == null) {
      throw new IllegalStateException("only the tree was read");
    }
    return stacks.profile(report, notes);
  }
}
