package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Reads a recording of JDK Flight Recorder. Without a wish it takes the samples of running Java
 * code; where there are none, the first other event of a list, or the one with most stacks.
 */
final class JfrReader {
  private static final String SAMPLES = "jdk.ExecutionSample";
  private static final List<String> OTHER_SAMPLES =
      List.of("jdk.CPUTimeSample", "profiler.WallClockSample", "jdk.NativeMethodSample");

  private final Path recording;
  private final InputOptions options;
  private final FrameSink sink;
  private final Map<InputOrigin, InputOrigin> origins = new HashMap<>();
  private final StackPath path = new StackPath();

  private Harvest harvest;
  private JfrFrames frames;
  private JfrWeights weights;
  private Map<String, Long> events = new LinkedHashMap<>();
  private long records;

  JfrReader(Path recording, InputOptions options, FrameSink sink) {
    this.recording = recording;
    this.options = options;
    this.sink = sink;
    harvest = new Harvest(sink, "event");
    frames = new JfrFrames(harvest);
    weights = new JfrWeights(options.recordsOnly());
  }

  InputReport read() throws IOException {
    JfrChunks.check(recording);
    String event = options.event().isEmpty() ? SAMPLES : options.event();
    read(event);
    if (options.event().isEmpty() && !events.isEmpty() && !events.containsKey(SAMPLES)) {
      event = substitute();
      start();
      read(event);
    }
    return harvest.report(InputFormat.JFR, chosen(event), weights.unit(), records, events);
  }

  private void start() {
    harvest = new Harvest(sink, "event");
    frames = new JfrFrames(harvest);
    weights = new JfrWeights(options.recordsOnly());
    events = new LinkedHashMap<>();
    records = 0;
  }

  private String substitute() {
    for (String other : OTHER_SAMPLES) {
      if (events.containsKey(other)) {
        return other;
      }
    }
    return events.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(SAMPLES);
  }

  private String chosen(String event) {
    String full = "jdk." + event;
    return !events.containsKey(event) && events.containsKey(full) ? full : event;
  }

  private void read(String event) throws IOException {
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        records++;
        take(file.readEvent(), event);
      }
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      // The JDK's reader checks little: a damaged number shows as any of these, memory and stack
      // that do not suffice and its own InternalError among them.
      throw new MalformedInputException("the recording is damaged near event " + records, e);
    }
  }

  private void take(RecordedEvent event, String wanted) {
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null) {
      return;
    }
    String name = event.getEventType().getName();
    events.merge(name, 1L, Long::sum);
    if (!name.equals(wanted) && !name.equals("jdk." + wanted)) {
      return;
    }
    path.clear();
    for (RecordedFrame frame : stack.getFrames()) {
      path.addCaller(frames.number(frame));
    }
    if (stack.isTruncated()) {
      path.addCaller(frames.truncated());
    }
    harvest.stack(path, weights.of(event), origin(event), time(event.getStartTime()), records);
  }

  private InputOrigin origin(RecordedEvent event) {
    RecordedThread thread =
        event.hasField("sampledThread") ? event.getThread("sampledThread") : event.getThread();
    if (thread == null) {
      return InputOrigin.UNKNOWN;
    }
    String name = thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
    long tid = thread.getOSThreadId();
    InputOrigin origin =
        new InputOrigin(
            "",
            "",
            OptionalInt.empty(),
            name == null ? "" : name,
            tid > 0 && tid <= Integer.MAX_VALUE ? OptionalInt.of((int) tid) : OptionalInt.empty());
    return origins.computeIfAbsent(origin, same -> same);
  }

  private static long time(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
