package dev.brazier.agent.write;

import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translates a profile into a call tree: container, process, thread if wanted, frames. */
final class ProfileTree {

  private final CallTree.Builder tree = CallTree.builder();
  private final FrameNumbers numbers = new FrameNumbers();
  private final List<Integer> frames = new ArrayList<>();
  private final Map<ProfileProcess, int[]> roots = new HashMap<>();
  private final ProcessRows rows;
  private int[] path = new int[300];
  private final boolean threadRows;

  /** For each stack of the profile, in its order, where it ends: a path, then a node. */
  private final int[] ends;

  private ProfileTree(Profile profile, boolean threadRows) {
    this.rows = new ProcessRows(profile);
    this.threadRows = threadRows;
    this.ends = new int[profile.stacks().size()];
  }

  /** A call tree of a profile, and where in it the profile's stacks end. */
  static final class Located {
    private final CallTree tree;
    private final int[] ends;

    private Located(CallTree tree, int[] ends) {
      this.tree = tree;
      this.ends = ends;
    }

    CallTree tree() {
      return tree;
    }

    /** The node in which a stack ends, by its index in {@link Profile#stacks}. */
    int end(int stack) {
      return ends[stack];
    }
  }

  static Located of(Profile profile, boolean threadRows) {
    ProfileTree translation = new ProfileTree(profile, threadRows);
    int stacks = 0;
    for (ProfileStack stack : profile.stacks()) {
      translation.ends[stacks++] = translation.add(stack);
    }
    CallTree tree = translation.tree.build(translation.ends);
    return new Located(tree, translation.ends);
  }

  private int add(ProfileStack stack) {
    List<ProfileFrame> stackFrames = stack.frames();
    if (path.length < stackFrames.size() + 3) {
      path = new int[stackFrames.size() + 3];
    }
    int[] root = roots.computeIfAbsent(stack.process(), this::root);
    int depth = root.length;
    System.arraycopy(root, 0, path, 0, depth);
    if (threadRows && stack.thread().isPresent()) {
      path[depth++] = tree.frame(new Frame(text(stack.thread().get()), FrameKind.THREAD));
    }
    for (ProfileFrame frame : stackFrames) {
      int number = numbers.number(frame);
      if (number == frames.size()) {
        frames.add(translate(frame));
      }
      path[depth++] = frames.get(number);
    }
    return tree.addPath(path, depth, stack.samples());
  }

  /** The rows above a process's frames: of container and process, as far as they are known. */
  private int[] root(ProfileProcess process) {
    List<Frame> root = new ArrayList<>();
    if (!process.container().isEmpty()) {
      root.add(new Frame(process.container(), FrameKind.CONTAINER));
    }
    String text = rows.text(process);
    if (!text.isEmpty()) {
      root.add(new Frame(text, FrameKind.PROCESS));
    }
    return root.stream().mapToInt(tree::frame).toArray();
  }

  private static String text(ProfileThread thread) {
    if (thread.tid() == ProfileProcess.UNKNOWN) {
      return thread.name();
    }
    return thread.name().isEmpty()
        ? "tid " + thread.tid()
        : thread.name() + " (" + thread.tid() + ")";
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
