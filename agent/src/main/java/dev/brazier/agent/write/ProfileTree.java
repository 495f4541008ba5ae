package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translates a profile into a call tree: container, process, thread if wanted, frames. */
final class ProfileTree {

  private final CallTree.Builder tree = CallTree.builder();
  private final Map<ProfileFrame, Integer> frames = new HashMap<>();
  private final Map<ProfileProcess, int[]> roots = new HashMap<>();
  private final ProcessRows rows;
  private int[] path = new int[300];

  private final boolean threadRows;

  private ProfileTree(Profile profile, boolean threadRows) {
    this.rows = new ProcessRows(profile);
    this.threadRows = threadRows;
  }

  static CallTree of(Profile profile, boolean threadRows) {
    ProfileTree translation = new ProfileTree(profile, threadRows);
    profile.stacks().forEach(translation::add);
    return translation.tree.build();
  }

  private void add(ProfileStack stack) {
    List<ProfileFrame> stackFrames = stack.frames();
    if (path.length < stackFrames.size() + 3) {
      path = new int[stackFrames.size() + 3];
    }
    int[] root = roots.computeIfAbsent(stack.process(), this::root);
    int depth = 0;
    path[depth++] = root[0];
    path[depth++] = root[1];
    if (threadRows && stack.thread().isPresent()) {
      String text = stack.thread().get().name() + " (" + stack.thread().get().tid() + ")";
      path[depth++] = tree.frame(new Frame(text, FrameKind.THREAD));
    }
    for (ProfileFrame frame : stackFrames) {
      path[depth++] = frames.computeIfAbsent(frame, ProfileTree.this::translate);
    }
    tree.add(path, depth, stack.samples());
  }

  private int[] root(ProfileProcess process) {
    return new int[] {
      tree.frame(new Frame(process.container(), FrameKind.CONTAINER)),
      tree.frame(new Frame(rows.text(process), FrameKind.PROCESS))
    };
  }

  private int translate(ProfileFrame frame) {
    return tree.frame(new Frame(frame.name(), kind(frame), frame.module()));
  }

  private static FrameKind kind(ProfileFrame frame) {
    if (frame.unnamed().isPresent()) {
      return FrameKind.UNKNOWN;
    }
    return switch (frame.kind()) {
      case KERNEL -> FrameKind.KERNEL;
      case NATIVE -> FrameKind.NATIVE;
      case JIT -> FrameKind.JIT;
      case INTERPRETED -> FrameKind.INTERPRETED;
      case INLINED -> FrameKind.INLINED;
      case UNKNOWN -> FrameKind.UNKNOWN;
    };
  }
}
