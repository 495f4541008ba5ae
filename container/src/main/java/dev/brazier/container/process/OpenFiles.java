package dev.brazier.container.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open channels of all pinned files: at most a budget of them, the least recently read one is
 * closed first. A channel that is being read is never closed, so the budget may be exceeded by the
 * number of reading threads.
 *
 * <p>Everything is guarded by this object's monitor. Reading happens outside of it.
 */
final class OpenFiles {
  private static final int MOST_BY_DEFAULT = 4096;

  private final int budget;
  private final Map<PinnedFile, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(int budget) {
    this.budget = budget;
  }

  /** 4,096 or half of what this process may open, whichever is less. */
  static int defaultBudget() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith("Max open files")) {
          String soft = line.substring("Max open files".length()).strip().split(" +", 2)[0];
          return soft.equals("unlimited")
              ? MOST_BY_DEFAULT
              : Math.min(MOST_BY_DEFAULT, Math.max(1, Integer.parseInt(soft) / 2));
        }
      }
    } catch (IOException | NumberFormatException unknown) {
      // Any kernel grants 1,024 unless told otherwise.
    }
    return 512;
  }

  synchronized void admit(PinnedFile file, FileChannel channel) {
    slots.put(file, new Slot(channel));
    closeBeyondBudget();
  }

  /** The channel of a file, opened again if needed; {@link #release} must follow. */
  synchronized FileChannel acquire(PinnedFile file) throws IOException {
    Slot slot = slots.get(file);
    // Java closes a channel when a thread is interrupted while it reads from it.
    if (slot == null || !slot.channel.isOpen()) {
      slot = new Slot(file.reopen());
      slots.put(file, slot);
      slot.readers++;
      closeBeyondBudget();
    } else {
      slot.readers++;
    }
    return slot.channel;
  }

  synchronized void release(PinnedFile file, FileChannel channel) {
    Slot slot = slots.get(file);
    if (slot == null || slot.channel != channel) {
      close(channel);
      return;
    }
    slot.readers--;
    if (slot.dropped && slot.readers == 0) {
      slots.remove(file);
      close(channel);
    }
  }

  synchronized void drop(PinnedFile file) {
    Slot slot = slots.get(file);
    if (slot == null) {
      return;
    }
    if (slot.readers > 0) {
      slot.dropped = true;
    } else {
      slots.remove(file);
      close(slot.channel);
    }
  }

  synchronized int size() {
    return slots.size();
  }

  private void closeBeyondBudget() {
    int excess = slots.size() - budget;
    List<Slot> closing = new ArrayList<>();
    Iterator<Slot> eldestFirst = slots.values().iterator();
    while (closing.size() < excess && eldestFirst.hasNext()) {
      Slot slot = eldestFirst.next();
      if (slot.readers == 0) {
        eldestFirst.remove();
        closing.add(slot);
      }
    }
    closing.forEach(slot -> close(slot.channel));
  }

  private static @Nullable IOException close(FileChannel channel) {
    try {
      channel.close();
      return null;
    } catch (IOException failure) {
      // Nothing was written: a failing close of a read-only file loses nothing.
      return failure;
    }
  }

  /** One open channel and how many threads read from it right now. */
  private static final class Slot {
    private final FileChannel channel;
    private int readers;
    private boolean dropped;

    Slot(FileChannel channel) {
      this.channel = channel;
    }
  }
}
