package dev.brazier.container.golang;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes line tables of every version, byte by byte. */
public final class LineTableBytes {
  /** A function that has no rule for its stack pointer in places. */
  public static final int WRITES_STACK_POINTER = 2;

  private static final int HEADER = 72;
  private static final int RECORD = 48;
  private static final int ROOM = 256; // for the names, and for the rows

  private final TableLayout layout;
  private final long codeStart;
  private final List<Entry> entries = new ArrayList<>();
  private long end;

  private record Entry(long address, ByteBuffer name, int flags, ByteBuffer rows) {}

  private LineTableBytes(TableLayout layout, long codeStart) {
    this.layout = layout;
    this.codeStart = codeStart;
  }

  /** A table of Go 1.20 or newer. */
  public static LineTableBytes newest(long codeStart) {
    return of(TableLayout.GO_1_20, codeStart);
  }

  static LineTableBytes of(TableLayout layout, long codeStart) {
    return new LineTableBytes(layout, codeStart);
  }

  /**
   * Adds a function up to the next.
   *
   * @param deltas in turns how far below its start the stack pointer is, and for how many bytes
   */
  public LineTableBytes function(long address, String name, int flags, int... deltas) {
    ByteBuffer text = ByteBuffer.wrap((name + '\0').getBytes(StandardCharsets.UTF_8));
    entries.add(new Entry(address, text, flags, ByteBuffer.wrap(rows(deltas))));
    return this;
  }

  /** The ELF address behind the last function. */
  public LineTableBytes end(long address) {
    end = address;
    return this;
  }

  /** The bytes; the header is silent about where the code starts if it is told 0 for it. */
  public byte[] build(long toldCodeStart) {
    boolean divided = layout != TableLayout.GO_1_2;
    int list = divided ? HEADER + 2 * ROOM : 2 * Long.BYTES;
    int name = divided ? HEADER : 2 * ROOM;
    int rows = divided ? HEADER + ROOM : 3 * ROOM;
    ByteBuffer table = ByteBuffer.allocate(4 * ROOM).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(layout.magic).put(6, (byte) 1).put(7, (byte) 8).putLong(8, entries.size());
    if (divided) {
      parts(table, toldCodeStart, name, rows, list);
    }
    int record = list + (2 * entries.size() + 1) * layout.addressBytes;
    int at = list;
    for (Entry entry : entries) {
      at = number(table, at, entry.address - base());
      at = number(table, at, record - (divided ? list : 0));
      table.putInt(record + layout.nameAt, name - (divided ? HEADER : 0));
      table.putInt(record + layout.stackDeltasAt, rows - (divided ? HEADER + ROOM : 0));
      if (layout.flagsAt >= 0) {
        table.put(record + layout.flagsAt, (byte) entry.flags);
      }
      record += RECORD;
      name = put(table, name, entry.name);
      rows = put(table, rows, entry.rows);
    }
    number(table, at, end - base());
    return table.array();
  }

  private void parts(ByteBuffer table, long toldCodeStart, int names, int rows, int list) {
    int at = 3 * Long.BYTES;
    if (layout.hasRelativeAddresses()) {
      table.putLong(at, toldCodeStart);
      at += Long.BYTES;
    }
    for (int part : new int[] {names, rows, rows, rows, list}) {
      table.putLong(at, part);
      at += Long.BYTES;
    }
  }

  private long base() {
    return layout.hasRelativeAddresses() ? codeStart : 0;
  }

  private int number(ByteBuffer table, int at, long value) {
    if (layout.addressBytes == Integer.BYTES) {
      table.putInt(at, (int) value);
    } else {
      table.putLong(at, value);
    }
    return at + layout.addressBytes;
  }

  private static int put(ByteBuffer table, int at, ByteBuffer bytes) {
    table.put(at, bytes, 0, bytes.limit());
    return at + bytes.limit();
  }

  private static byte[] rows(int... deltas) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int before = -1;
    for (int i = 0; i < deltas.length; i += 2) {
      int change = deltas[i] - before;
      before = deltas[i];
      number(out, (change << 1) ^ (change >> 31));
      number(out, deltas[i + 1]);
    }
    out.write(0);
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
