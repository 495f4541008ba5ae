package dev.brazier.agent.unwind;

import dev.brazier.bpf.FrameWord;
import dev.brazier.bpf.HostWalk;
import dev.brazier.bpf.SnapshotFrame;
import dev.brazier.bpf.StoppedThread;
import dev.brazier.bpf.WalkedStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A stack of a stopped process as the walk sees it and as gdb does.
 *
 * @param memory what the walk has read
 */
record StackComparison(
    StoppedThread thread,
    GdbStack gdb,
    WalkedStack walked,
    NavigableMap<Long, byte[]> memory,
    Optional<String> difference) {

  /** Walks a stack that gdb has just stopped. */
  static StackComparison of(GdbStack gdb, StoppedProcess process, HostWalk walk)
      throws IOException {
    StoppedThread thread = new StoppedThread(gdb.pc(), gdb.registers(), process.code());
    NavigableMap<Long, byte[]> memory = new TreeMap<>();
    WalkedStack walked = walk.walk(thread, memory, process.tables(), process::read);
    return new StackComparison(
        thread, gdb, walked, memory, difference(thread, gdb, walked, process));
  }

  /**
   * Where the two part, in words. Behind an outermost frame that does not say that it is, gdb shows
   * whatever the stack holds: from the first address that is no code on, those are no frames.
   */
  private static Optional<String> difference(
      StoppedThread thread, GdbStack gdb, WalkedStack walked, StoppedProcess process) {
    List<Long> expected = thread.words(inCode(thread, gdb.frames()), process.tables());
    if (walked.words().equals(expected)) {
      return Optional.empty();
    }
    int same = 0;
    int shorter = Math.min(expected.size(), walked.words().size());
    while (same < shorter && expected.get(same).equals(walked.words().get(same))) {
      same++;
    }
    return Optional.of(
        "%d frames, ended %s; gdb %d, ended \"%s\"; frame %d: %s, gdb %s; after %s"
            .formatted(
                walked.words().size(),
                walked.end(),
                expected.size(),
                gdb.end(),
                same,
                word(walked.words(), same),
                word(expected, same),
                same == 0 ? "none" : word(walked.words(), same - 1)));
  }

  /** The frames that gdb found. */
  List<SnapshotFrame> gdbFrames() {
    return inCode(thread, gdb.frames());
  }

  /** The frames that the walk found. */
  List<SnapshotFrame> walkedFrames(StoppedProcess process) {
    List<SnapshotFrame> frames = new ArrayList<>();
    boolean interrupted = false;
    for (long word : walked.words()) {
      boolean marker = FrameWord.kind(word) == FrameWord.Kind.MARKER;
      if (!marker) {
        frames.add(new SnapshotFrame(pc(word, process), interrupted));
      }
      interrupted = marker;
    }
    return frames;
  }

  private long pc(long word, StoppedProcess process) {
    if (FrameWord.kind(word) == FrameWord.Kind.USER) {
      return FrameWord.runtimeAddress(word);
    }
    long offset = FrameWord.fileOffset(word);
    return thread.code().stream()
        .filter(mapping -> process.tables().fileId(mapping.file()) == FrameWord.fileId(word))
        .filter(mapping -> offset >= mapping.fileOffset())
        .mapToLong(mapping -> offset - mapping.fileOffset() + mapping.start())
        .filter(thread::isCode)
        .findFirst()
        .orElseThrow();
  }

  private static List<SnapshotFrame> inCode(StoppedThread thread, List<SnapshotFrame> frames) {
    int innermost = 1;
    return Stream.concat(
            frames.stream().limit(innermost),
            frames.stream().skip(innermost).takeWhile(frame -> thread.isCode(frame.pc() - 1)))
        .toList();
  }

  private static String word(List<Long> words, int number) {
    return number < words.size() ? FrameWord.toString(words.get(number)) : "none";
  }
}
