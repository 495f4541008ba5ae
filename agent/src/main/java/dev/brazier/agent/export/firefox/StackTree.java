package dev.brazier.agent.export.firefox;

import com.google.gson.stream.JsonWriter;
import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import java.io.IOException;
import java.util.Arrays;

/**
 * The stacks of a profile as a tree: a node is a frame and its caller's node, which comes before
 * it. Open addressing over plain arrays; 16 bytes a node.
 */
final class StackTree {

  /** Stands for the caller of an outermost frame, and for the node of an empty stack. */
  static final int NONE = -1;

  private final FrameNumbers frames;
  private final int[] leaves;
  private int[] frameOf = new int[1 << 10];
  private int[] callerOf = new int[1 << 10];
  private int[] slots = new int[1 << 11];
  private int size;

  StackTree(Profile profile) {
    frames = FrameNumbers.of(profile);
    leaves = new int[profile.stacks().size()];
    int index = 0;
    for (ProfileStack stack : profile.stacks()) {
      int node = NONE;
      for (ProfileFrame frame : stack.frames()) {
        node = node(node, frames.number(frame));
      }
      leaves[index++] = node;
    }
  }

  FrameNumbers frames() {
    return frames;
  }

  /** The innermost node of a stack of the profile; {@link #NONE} for an empty one. */
  int leaf(int stack) {
    return leaves[stack];
  }

  void write(JsonWriter json) throws IOException {
    json.beginObject();
    json.name("frame").beginArray();
    for (int node = 0; node < size; node++) {
      json.value(frameOf[node]);
    }
    json.endArray();
    json.name("prefixOffset").beginArray();
    for (int node = 0; node < size; node++) {
      json.value(callerOf[node] == NONE ? 0 : node - callerOf[node]);
    }
    json.endArray();
    json.name("length").value(size);
    json.endObject();
  }

  private int node(int caller, int frame) {
    int slot = slot(caller, frame);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == frameOf.length) {
      grow();
      slot = slot(caller, frame);
    }
    frameOf[size] = frame;
    callerOf[size] = caller;
    slots[slot] = ++size;
    return size - 1;
  }

  /** The slot that holds the node, or the free one that it belongs in. */
  private int slot(int caller, int frame) {
    int mask = slots.length - 1;
    long hash = ((long) caller << 32 | frame) * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & mask;
    while (slots[slot] != 0
        && (frameOf[slots[slot] - 1] != frame || callerOf[slots[slot] - 1] != caller)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    frameOf = Arrays.copyOf(frameOf, size * 2);
    callerOf = Arrays.copyOf(callerOf, size * 2);
    slots = new int[frameOf.length * 2];
    for (int node = 0; node < size; node++) {
      slots[slot(callerOf[node], frameOf[node])] = node + 1;
    }
  }
}
