package dev.brazier.agent.record;

import dev.brazier.agent.record.WaitingStacks.Waiting;
import dev.brazier.agent.unwind.TableThread;
import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.FrameWord;
import dev.brazier.bpf.SampleHandler;
import dev.brazier.bpf.SampleView;
import dev.brazier.bpf.Sampler;
import dev.brazier.bpf.StackCopy;
import dev.brazier.bpf.StackEnd;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what the sampler drains: looks processes and files up at first sight and counts stacks.
 * Belongs to the sampling thread.
 *
 * <p>A stack's row in the {@link StackTable} is two words of heading (see {@link StackHeading}) and
 * the {@link LookupWord}s of its frames, innermost first, kernel before user.
 */
final class SampleCollector implements SampleHandler {

  private final Sampler sampler;
  private final MappedFiles files;
  private final ProcessTable processes;
  private final PlainFrames plainFrames;
  private final @Nullable StackCopies copies;
  private final WaitingStacks waiting = new WaitingStacks();
  private final @Nullable TableThread tables;
  private final CommFilter comms;
  private final boolean threads;
  private final StackTable stacks = new StackTable();
  private final LongSet seenWords = new LongSet();
  private final FilesSeen filesSeen = new FilesSeen();
  private final @Nullable SampleTimes times;
  private long[] row = new long[512];
  private long[] fresh = new long[256];
  private int freshCount;
  private long received;
  private long otherNames;

  SampleCollector(
      Sampler sampler,
      MappedFiles files,
      ProcessTable processes,
      PlainFrames plainFrames,
      @Nullable StackCopies copies,
      @Nullable TableThread tables,
      RecordingConfig config,
      long startedNanos) {
    this.sampler = sampler;
    this.files = files;
    this.processes = processes;
    this.plainFrames = plainFrames;
    this.copies = copies;
    this.tables = tables;
    this.comms = new CommFilter(config.commGlobs());
    this.threads = config.threads();
    this.times = config.timeline() ? new SampleTimes(startedNanos, SampleTimes.MOST_SAMPLES) : null;
  }

  @Override
  public void file(FileSighting file) {
    if (files.hold(file)) {
      sampler.answered(file);
      if (tables != null) {
        tables.sampled(file);
      }
    }
  }

  @Override
  public void sample(SampleView sample) {
    if (!comms.passes(sample.processComm(), sample.comm())) {
      otherNames++;
      return;
    }
    received++;
    SampledProcess process = processes.of(sample);
    int kernelFrames = sample.kernelFrames();
    int frames = kernelFrames + sample.userFrames();
    if (row.length < StackHeading.WORDS + frames) {
      row = new long[StackHeading.WORDS + frames];
    }
    takeFrames(sample, 0, kernelFrames);
    takeFrames(sample, kernelFrames, frames);
    StackEnd end = sample.end();
    if (!sample.located() && sample.userFrames() > 0) {
      int first = StackHeading.WORDS + kernelFrames;
      int kept = plainFrames.locate(process.label(), row, first, sample.userFrames());
      if (kept < sample.userFrames()) {
        frames = kernelFrames + kept;
        end = StackEnd.BROKEN_CHAIN;
      }
    }
    int thread = threads ? processes.threadNumber(sample) : 0;
    SampleOrigin origin =
        new SampleOrigin(process, thread, sample.timeNanos(), sample.cpu(), kernelFrames);
    int length = StackHeading.WORDS + frames;
    Optional<StackCopy> copy = copies == null ? Optional.empty() : sample.stackCopy();
    if (copy.isEmpty()) {
      count(origin, length, end);
    } else if (!walk(origin, length, end, copy.get())) {
      waiting.add(new Waiting(origin, Arrays.copyOf(row, length), end, copy.get().keep()));
    }
  }

  /** Walks the copies that waited for tables, if there are new ones. */
  void walkWaiting() {
    if (copies == null || waiting.size() == 0) {
      return;
    }
    if (copies.hasMoreTables()) {
      walkEachWaiting();
    }
    while (waiting.isOverfull()) {
      countAsIs(Objects.requireNonNull(waiting.take()));
    }
  }

  /** The same at the end: waits for tables, but not longer than this. */
  void walkLast(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    walkWaiting();
    while (copies != null && waiting.size() > 0 && copies.awaitTable(end - System.nanoTime())) {
      walkEachWaiting();
    }
    for (Waiting stack = waiting.take(); stack != null; stack = waiting.take()) {
      countAsIs(stack);
    }
  }

  private void walkEachWaiting() {
    for (int left = waiting.size(); left > 0; left--) {
      Waiting stack = Objects.requireNonNull(waiting.take());
      if (!walk(stack)) {
        waiting.add(stack);
      }
    }
  }

  private boolean walk(Waiting stack) {
    return walk(stack.origin(), show(stack), stack.end(), stack.copy());
  }

  private void countAsIs(Waiting stack) {
    int length = show(stack);
    boolean walked = StackHeading.WORDS + stack.origin().kernelFrames() < length;
    count(stack.origin(), length, walked ? StackEnd.NO_TABLE : stack.end());
  }

  /** Puts it back where samples are counted from. */
  private int show(Waiting stack) {
    int length = stack.row().length;
    if (row.length < length) {
      row = new long[length];
    }
    System.arraycopy(stack.row(), 0, row, 0, length);
    return length;
  }

  /**
   * Counts the frames that are found in the copy, unless the kernel has found more of them.
   *
   * @param length of the row as the kernel has found it
   * @return false when it is too early for that
   */
  private boolean walk(SampleOrigin origin, int length, StackEnd end, StackCopy copy) {
    StackCopies walks = Objects.requireNonNull(copies);
    StackEnd walked = walks.walk(origin.process().label(), copy);
    if (walked == StackEnd.NO_TABLE) {
      return false;
    }
    int first = StackHeading.WORDS + origin.kernelFrames();
    if (walked != StackEnd.ROOT && walks.words() < length - first) {
      count(origin, length, end);
      return true;
    }
    int count = walks.words();
    if (row.length < first + count) {
      row = Arrays.copyOf(row, first + count);
    }
    for (int i = 0; i < count; i++) {
      row[first + i] = walks.word(i);
    }
    int kept = plainFrames.locate(origin.process().label(), row, first, count);
    count(origin, first + kept, walked);
    return true;
  }

  private void count(SampleOrigin origin, int length, StackEnd end) {
    StackHeading.write(row, origin.process().number(), origin.thread(), origin.kernelFrames(), end);
    int known = stacks.size();
    int stack = stacks.add(row, length);
    if (stack == known) {
      noteNewFrames(origin.process(), length);
    }
    if (times != null) {
      times.add(origin.timeNanos(), stack, origin.cpu());
    }
  }

  /** The words that were seen for the first time since the last call, in no order; may be empty. */
  long[] takeNewWords() {
    long[] taken = Arrays.copyOf(fresh, freshCount);
    freshCount = 0;
    return taken;
  }

  /** The files that samples met since the last call. */
  int[] takeFilesSeen() {
    return filesSeen.take();
  }

  StackTable stacks() {
    return stacks;
  }

  /** When the samples were taken; null when nobody asked. */
  @Nullable SampleTimes times() {
    return times;
  }

  /** Samples that are in the table. */
  long received() {
    return received;
  }

  /** Samples that were left out for the names of their process and thread. */
  long otherNames() {
    return otherNames;
  }

  /**
   * Copies frames, from the innermost on, as words to look names up by. What was interrupted is
   * exact, by the sample or by a signal; so is where a signal's handler returns to, as the kernel
   * put it there: the start of the code around the marker of a signal, on both sides.
   */
  private void takeFrames(SampleView sample, int from, int to) {
    boolean exact = true;
    for (int i = from; i < to; i++) {
      long word = sample.frame(i);
      boolean marker = LookupWord.isSignal(word);
      if (marker && i > from) {
        row[StackHeading.WORDS + i - 1] = sample.frame(i - 1);
      }
      if (FrameWord.kind(word) == FrameWord.Kind.FILE) {
        filesSeen.note(FrameWord.fileId(word));
      }
      row[StackHeading.WORDS + i] = exact ? word : LookupWord.ofCaller(word);
      exact = marker;
    }
  }

  private void noteNewFrames(SampledProcess process, int length) {
    boolean generated = false;
    for (int i = StackHeading.WORDS; i < length; i++) {
      long word = row[i];
      switch (FrameWord.kind(word)) {
        case USER -> generated = true;
        case KERNEL, FILE -> noteWord(word);
        case MARKER, UNKNOWN -> {}
      }
    }
    if (generated) {
      process.generatedCode().sighted(System.nanoTime());
    }
  }

  private void noteWord(long word) {
    if (!seenWords.add(word)) {
      return;
    }
    if (freshCount == fresh.length) {
      fresh = Arrays.copyOf(fresh, freshCount * 2);
    }
    fresh[freshCount++] = word;
  }
}
