package dev.brazier.flamegraph.input;

/** Whether bytes are the start of a pprof profile: the fields of its outermost message. */
final class PprofShape {
  private static final int LAST_FIELD = 16;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final byte[] head;
  private int at;

  private PprofShape(byte[] head) {
    this.head = head;
  }

  static boolean fits(byte[] head) {
    return new PprofShape(head).fits();
  }

  private boolean fits() {
    int fields = 0;
    boolean message = false;
    while (at < head.length) {
      int key = head[at++] & 0xFF;
      int field = key >>> 3;
      int type = key & 7;
      long value = varint();
      if (value < 0) {
        // The head may end within a field, but not before one is whole.
        return at >= head.length && fields > 0;
      }
      if (!isKnown(field, type)) {
        return false;
      }
      if (type == BYTES) {
        message |= holdsControl(at, value);
        at = (int) Math.min(head.length, at + value);
      }
      fields++;
    }
    return message && fields > 1;
  }

  private static boolean isKnown(int field, int type) {
    boolean isMessage = (field >= 1 && field <= 6) || field == 11 || field == LAST_FIELD;
    boolean packed = field == 13;
    return type == BYTES ? isMessage || packed : type == VARINT && field > 6 && field < LAST_FIELD;
  }

  /** Whether a field's content starts as messages do and text does not. */
  private boolean holdsControl(int from, long length) {
    return length > 0 && from < head.length && head[from] > 0 && head[from] < ' ';
  }

  /** The number at the place, or -1 when it is none or ends beyond the head. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 35 && at < head.length; shift += 7) {
      byte b = head[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    // time_nanos and its like are longer than any length.
    for (int more = 0; more < 5 && at < head.length; more++) {
      if (head[at++] >= 0) {
        return Integer.MAX_VALUE;
      }
    }
    return -1;
  }
}
