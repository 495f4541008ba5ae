package dev.brazier.flamegraph.input;

/**
 * The first line of an event of {@code perf script}, in any selection of its fields: {@code V8
 * Worker 24636/25607 [000] 94564.109216: 100 cycles:u:}. The name is told from what follows by the
 * processor or the time, because it may hold blanks and numbers.
 */
final class PerfHeader {
  /** What stands for a period that is not told. */
  static final long NO_PERIOD = Long.MIN_VALUE;

  private byte[] text = {};
  private int end;

  // What was found, as places in the text; from == to where it was not.
  private int nameFrom;
  private int nameTo;
  private int idsTo;
  private int pid;
  private int tid;
  private long time;
  private long period;
  private int eventFrom;
  private int eventTo;
  private int restFrom;

  /**
   * Takes a line apart.
   *
   * @param from its start, from {@code text[end] == '\n'} on nothing is read
   */
  void parse(byte[] text, int from, int end) {
    this.text = text;
    this.end = end;
    pid = -1;
    tid = -1;
    time = FrameSink.NO_TIME;
    int anchor = anchor(from);
    if (anchor >= 0) {
      splitName(from, anchor);
      int at = skipPlace(anchor);
      takeEvent(at);
    } else {
      parseWithoutAnchor(from);
    }
  }

  /** Where the processor or the time starts, or -1. */
  private int anchor(int from) {
    for (int at = skipBlanks(from); at < end; at = skipBlanks(tokenEnd(at))) {
      if (isCpu(at) || isTime(at)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether a line, taken as an event, tells its processor or time. */
  boolean hasAnchor(byte[] text, int from, int end) {
    this.text = text;
    this.end = end;
    return anchor(from) >= 0;
  }

  private void splitName(int from, int to) {
    nameFrom = skipBlanks(from);
    nameTo = trimEnd(nameFrom, to);
    int last = nameTo;
    while (last > nameFrom && text[last - 1] != ' ' && text[last - 1] != '\t') {
      last--;
    }
    idsTo = nameTo;
    if (takeIds(last, nameTo)) {
      nameTo = trimEnd(nameFrom, last);
    }
  }

  /** Reads {@code tid} or {@code pid/tid}. */
  private boolean takeIds(int from, int to) {
    int slash = from;
    while (slash < to && text[slash] != '/') {
      slash++;
    }
    boolean both = slash < to;
    if (!isNumber(from, slash) || (both && !isNumber(slash + 1, to))) {
      return false;
    }
    tid = number(both ? slash + 1 : from, to);
    pid = both ? number(from, slash) : -1;
    return true;
  }

  /** Steps over the processor, flags and the time, and reads the time. */
  private int skipPlace(int anchor) {
    if (isTime(anchor)) {
      return takeTime(anchor);
    }
    int behindCpu = tokenEnd(anchor);
    int at = behindCpu;
    for (int token = 0; token < 3; token++) {
      at = skipBlanks(at);
      if (at < end && isTime(at)) {
        return takeTime(at);
      }
      at = tokenEnd(at);
    }
    return behindCpu;
  }

  private int takeTime(int at) {
    long seconds = 0;
    while (isDigit(text[at])) {
      seconds = Math.min(seconds * 10 + text[at++] - '0', 1L << 33);
    }
    at++;
    long nanos = 0;
    for (long unit = 100_000_000; isDigit(text[at]); at++, unit /= 10) {
      nanos += (text[at] - '0') * unit;
    }
    time = seconds * 1_000_000_000 + nanos;
    return at + 1;
  }

  /** Reads {@code period event: rest}, of which any part may be missing. */
  private void takeEvent(int from) {
    period = NO_PERIOD;
    eventFrom = 0;
    eventTo = 0;
    int at = skipBlanks(from);
    int to = tokenEnd(at);
    restFrom = at;
    if (isNumber(at, to)) {
      int next = skipBlanks(to);
      int nextEnd = tokenEnd(next);
      if (next == end || endsInColon(next, nextEnd)) {
        period = longNumber(at, to);
        restFrom = next;
        at = next;
        to = nextEnd;
      }
    }
    if (endsInColon(at, to)) {
      eventFrom = at;
      eventTo = to - 1;
      restFrom = skipBlanks(to);
    }
  }

  private void parseWithoutAnchor(int from) {
    int first = skipBlanks(from);
    for (int at = first; at < end; at = skipBlanks(tokenEnd(at))) {
      int to = tokenEnd(at);
      if (isIds(at, to) && (at > first || trimEnd(at, end) == to) && startsEvent(to)) {
        splitName(first, to);
        takeEvent(to);
        return;
      }
      if (at > first && endsInColon(at, to)) {
        splitName(first, at);
        takeEvent(at);
        return;
      }
    }
    splitName(first, end);
    takeEvent(end);
  }

  private boolean isIds(int from, int to) {
    for (int at = from; at < to; at++) {
      if (!isDigit(text[at]) && (text[at] != '/' || at == from || at == to - 1)) {
        return false;
      }
    }
    return to > from;
  }

  /** Whether nothing, an event's name, or a number and an event's name follow. */
  private boolean startsEvent(int from) {
    int at = skipBlanks(from);
    if (at == end) {
      return true;
    }
    int to = tokenEnd(at);
    if (endsInColon(at, to)) {
      return true;
    }
    int next = skipBlanks(to);
    return isNumber(at, to) && endsInColon(next, tokenEnd(next));
  }

  private boolean endsInColon(int from, int to) {
    return to > from + 1 && text[to - 1] == ':';
  }

  private boolean isCpu(int at) {
    int to = tokenEnd(at);
    return to > at + 2 && text[at] == '[' && text[to - 1] == ']' && isNumber(at + 1, to - 1);
  }

  private boolean isTime(int at) {
    int point = at;
    while (point < end && isDigit(text[point])) {
      point++;
    }
    if (point == at || point == end || text[point] != '.') {
      return false;
    }
    int to = point + 1;
    while (to < end && isDigit(text[to])) {
      to++;
    }
    return to > point + 1 && to < end && text[to] == ':';
  }

  private boolean isNumber(int from, int to) {
    for (int at = from; at < to; at++) {
      if (!isDigit(text[at])) {
        return to > from + 1 && at == from && text[at] == '-' && isNumber(from + 1, to);
      }
    }
    return to > from;
  }

  private int number(int from, int to) {
    long value = text[from] == '-' ? -1 : longNumber(from, to);
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  private long longNumber(int from, int to) {
    long value = 0;
    for (int at = text[from] == '-' ? from + 1 : from; at < to; at++) {
      int digit = text[at] - '0';
      value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
    }
    return text[from] == '-' ? -value : value;
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < end && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    return at;
  }

  private int tokenEnd(int from) {
    int at = from;
    while (at < end && text[at] != ' ' && text[at] != '\t') {
      at++;
    }
    return at;
  }

  private int trimEnd(int from, int to) {
    int at = to;
    while (at > from && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
      at--;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  int nameFrom() {
    return nameFrom;
  }

  int nameTo() {
    return nameTo;
  }

  /** Where the name and the numbers behind it end. */
  int idsTo() {
    return idsTo;
  }

  /** The process, or a negative number. */
  int pid() {
    return pid;
  }

  /** The thread, or a negative number. */
  int tid() {
    return tid;
  }

  /** In nanoseconds of perf's clock, or {@link FrameSink#NO_TIME}. */
  long time() {
    return time;
  }

  /** How many events the sample stands for, or {@link #NO_PERIOD}. */
  long period() {
    return period;
  }

  int eventFrom() {
    return eventFrom;
  }

  int eventTo() {
    return eventTo;
  }

  /** Where the text behind the event's name starts: a tracepoint's fields, or the only frame. */
  int restFrom() {
    return restFrom;
  }

  /** Whether the line tells anything but a name. */
  boolean isEvent() {
    return tid >= 0 || time != FrameSink.NO_TIME || eventTo > eventFrom;
  }
}
