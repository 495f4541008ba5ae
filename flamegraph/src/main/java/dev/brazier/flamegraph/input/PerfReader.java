package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads what {@code perf script} prints. An event is a line that says who and when, lines with one
 * frame each, the leaf first, and an empty line, which may be missing where the next event or the
 * end of the text follows. Recordings without stacks have their one frame on the event's own line.
 */
final class PerfReader {
  private enum State {
    /** Between two events. */
    OUTSIDE,
    /** In an event that counts. */
    TAKING,
    /** In an event that is left out. */
    LEAVING_OUT
  }

  private static final String NOTHING = "neither a frame nor an event";

  private final TextChunks chunks;
  private final Harvest harvest;
  private final PerfFrames frames;
  private final PerfHeader header = new PerfHeader();
  private final PerfEvents events;
  private final StackPath path = new StackPath();
  private final ByteTokens originTokens = new ByteTokens();
  private final List<InputOrigin> origins = new ArrayList<>();

  private State state = State.OUTSIDE;
  private long line;
  private long eventLine;
  private boolean nameOnly;
  private String eventText = "";
  private InputOrigin origin = InputOrigin.UNKNOWN;
  private long time;
  private long count;
  private long otherRecords;

  PerfReader(InputStream in, InputOptions options, FrameSink sink) {
    this.chunks = new TextChunks(in);
    harvest = new Harvest(sink, "line");
    frames = new PerfFrames(harvest);
    events = new PerfEvents(options);
  }

  InputReport read() throws IOException {
    while (chunks.next()) {
      byte[] text = chunks.text();
      for (int at = 0; at < chunks.end(); ) {
        line++;
        at = takeLine(text, at);
      }
    }
    endEvent();
    if (otherRecords > 0) {
      harvest.note(otherRecords + " lines are records of perf that are no samples");
    }
    chunks.noteCutLines(harvest);
    return harvest.report(InputFormat.PERF, events.chosen(), events.unit(), line, events.counts());
  }

  /** Takes the line from {@code start} and returns where the next one starts. */
  private int takeLine(byte[] text, int start) {
    if (text[start] == '\t') {
      int symbol = symbolStart(text, start);
      if (symbol > 0) {
        if (state == State.OUTSIDE) {
          startWithoutHeader();
        }
        return takeFrame(text, symbol);
      }
    }
    int next = start;
    while (text[next++] != '\n') {}
    int end = next - 1;
    if (end > start && text[end - 1] == '\r') {
      end--;
    }
    takeOtherLine(text, start, end);
    return next;
  }

  private int takeFrame(byte[] text, int symbol) {
    if (state == State.TAKING) {
      return frames.add(text, symbol, path) + 1;
    }
    int at = symbol;
    while (text[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /** Where the text behind a frame's address starts; -1 when the line does not start so. */
  private static int symbolStart(byte[] text, int start) {
    int at = start;
    while (text[at] == ' ' || text[at] == '\t') {
      at++;
    }
    int address = at;
    while (isHex(text[at])) {
      at++;
    }
    boolean ends = text[at] == ' ' || text[at] == '\n' || text[at] == '\r';
    if (at == address || !ends) {
      return -1;
    }
    return text[at] == ' ' ? at + 1 : at;
  }

  private void takeOtherLine(byte[] text, int start, int end) {
    if (start == end) {
      endEvent();
    } else if (text[start] == '#') {
      return;
    } else if (isFrame(text, start, end)) {
      takeLooseFrame(text, start, end);
    } else if (state == State.OUTSIDE || !isSourceLine(text, start, end)) {
      endEvent();
      startEvent(text, start, end);
    }
  }

  /** A frame that is indented by blanks or not at all: by an older perf, or by who copied it. */
  private boolean isFrame(byte[] text, int start, int end) {
    int symbol = symbolStart(text, start);
    if (symbol < 0 || symbol >= end || header.hasAnchor(text, start, end)) {
      return false;
    }
    return text[start] == ' ' || (state != State.OUTSIDE && text[end - 1] == ')');
  }

  private void takeLooseFrame(byte[] text, int start, int end) {
    boolean alone = state == State.OUTSIDE;
    if (alone) {
      startWithoutHeader();
    }
    if (state == State.TAKING) {
      addFrame(text, symbolStart(text, start), end);
    }
    if (alone) {
      endEvent();
    }
  }

  private void addFrame(byte[] text, int from, int end) {
    frames.add(text, from, end, path);
  }

  /** A line of {@code -F +srcline}: below each frame the file and line, indented by two blanks. */
  private static boolean isSourceLine(byte[] text, int start, int end) {
    if (end < start + 2 || text[start] != ' ' || text[start + 1] != ' ') {
      return false;
    }
    return end == start + 2 || text[start + 2] != ' ';
  }

  private void startWithoutHeader() {
    start(events.takes("", PerfHeader.NO_PERIOD));
    nameOnly = false;
    origin = InputOrigin.UNKNOWN;
    time = FrameSink.NO_TIME;
  }

  private void startEvent(byte[] text, int start, int end) {
    header.parse(text, start, end);
    int rest = header.restFrom();
    if (startsWith(text, rest, end, "PERF_RECORD_")) {
      otherRecords++;
      return;
    }
    if (text[start] == '\t') {
      harvest.skip(line, NOTHING, text, start, end);
      return;
    }
    String event = events.name(text, header.eventFrom(), header.eventTo());
    start(events.takes(event, header.period()));
    nameOnly = !header.isEvent();
    if (state == State.TAKING) {
      origin = origin(text);
      time = header.time();
      takeOnlyFrame(text, rest, end);
    }
    if (nameOnly) {
      eventText = Excerpt.of(text, start, end);
      if (state == State.LEAVING_OUT) {
        harvest.skip(line, NOTHING, eventText);
      }
    }
  }

  private void start(boolean taken) {
    state = taken ? State.TAKING : State.LEAVING_OUT;
    path.clear();
    count = events.count();
    eventLine = line;
  }

  /** Takes the frame on the event's line, which may stand behind the address of the data. */
  private void takeOnlyFrame(byte[] text, int from, int end) {
    int symbol = onlySymbol(text, from, end);
    if (symbol > 0) {
      int second = onlySymbol(text, symbol, end);
      addFrame(text, second > 0 ? second : symbol, end);
    }
  }

  private static int onlySymbol(byte[] text, int from, int end) {
    int address = from;
    while (address < end && text[address] == ' ') {
      address++;
    }
    int symbol = address < end ? symbolStart(text, address) : -1;
    return symbol > address + 4 && symbol < end ? symbol : -1;
  }

  private void endEvent() {
    if (state == State.TAKING) {
      if (nameOnly && path.depth() == 0) {
        harvest.skip(eventLine, NOTHING, eventText);
      } else {
        harvest.stack(path, count, origin, time, eventLine);
      }
    }
    state = State.OUTSIDE;
  }

  private InputOrigin origin(byte[] text) {
    int from = header.nameFrom();
    int to = header.idsTo();
    int hash = ByteTokens.hash(text, from, to);
    int token = originTokens.find(text, from, to, hash);
    if (token < 0) {
      int length = header.nameTo() - from;
      String name = new String(text, from, length, StandardCharsets.UTF_8);
      token = origins.size();
      origins.add(new InputOrigin("", name, positive(header.pid()), name, positive(header.tid())));
      originTokens.put(text, from, to, hash, token);
    }
    return origins.get(token);
  }

  private static OptionalInt positive(int id) {
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  private static boolean startsWith(byte[] text, int from, int end, String start) {
    if (end - from < start.length()) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (text[from + i] != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
  }
}
