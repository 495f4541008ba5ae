package dev.brazier.container.symbol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses {@code /proc/kallsyms}: lines of {@code ADDRESS TYPE NAME[\t[MODULE]]}, byte by byte,
 * since there are 120,000 of them.
 *
 * <p>Code has the type t, T, w or W. A symbol of another type only ends the code before it. Lines
 * of any other shape are left out.
 */
final class KallsymsParser {
  private static final int READ = 64 * 1024;
  private static final int MOST_SYMBOLS = 4 << 20;
  private static final int MOST_MODULES = 0xffff;

  private long[] starts = new long[1 << 17];
  private int[] names = new int[1 << 17];
  private short[] modules = new short[1 << 17];
  private int count;
  private boolean anyAddress;
  private byte[] text = new byte[1 << 22];
  private int textSize;
  private final Map<String, Integer> moduleIndices = new HashMap<>();
  private final List<String> moduleNames = new ArrayList<>(List.of(KernelSymbol.KERNEL));

  private KallsymsParser() {
    moduleIndices.put(KernelSymbol.KERNEL, 0);
  }

  /** Parses to the end of the stream, which is not closed. */
  static KernelSymbolTable parse(InputStream kallsyms) throws IOException {
    KallsymsParser parser = new KallsymsParser();
    byte[] buffer = new byte[READ];
    int held = 0;
    for (int read; (read = kallsyms.read(buffer, held, READ - held)) > 0; ) {
      held += read;
      int consumed = parser.addLines(buffer, held);
      if (consumed == 0 && held == READ) {
        consumed = held; // a line of 64 KB is none of the kernel's
      }
      System.arraycopy(buffer, consumed, buffer, 0, held - consumed);
      held -= consumed;
    }
    parser.addLine(buffer, 0, held);
    return parser.table();
  }

  private int addLines(byte[] buffer, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        addLine(buffer, start, i);
        start = i + 1;
      }
    }
    return start;
  }

  private void addLine(byte[] line, int from, int end) {
    long address = 0;
    int at = from;
    for (int digit; at < end && (digit = digit(line[at])) >= 0; at++) {
      address = address << 4 | digit;
    }
    // "ADDRESS T N": a blank, the type, a blank, and at least one byte of name
    if (at == from || at + 3 >= end || line[at] != ' ' || line[at + 2] != ' ') {
      return;
    }
    anyAddress |= address != 0;
    if (count < MOST_SYMBOLS) {
      add(address, isCode(line[at + 1]), line, at + 3, end);
    }
  }

  private void add(long address, boolean code, byte[] line, int name, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      names = Arrays.copyOf(names, 2 * count);
      modules = Arrays.copyOf(modules, 2 * count);
    }
    starts[count] = address;
    names[count] = -1;
    if (code) {
      int nameEnd = name;
      while (nameEnd < end && line[nameEnd] != '\t') {
        nameEnd++;
      }
      names[count] = addName(line, name, nameEnd - name);
      modules[count] = (short) module(line, nameEnd + 1, end);
    }
    count++;
  }

  private int addName(byte[] line, int from, int length) {
    if (textSize + length + 1 > text.length) {
      text = Arrays.copyOf(text, 2 * text.length);
    }
    int name = textSize;
    System.arraycopy(line, from, text, name, length);
    textSize += length + 1; // a NUL ends it
    return name;
  }

  /** The kernel writes lower-case digits; the JDK's own look-up is for all of Unicode. */
  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  private static boolean isCode(byte type) {
    return type == 't' || type == 'T' || type == 'w' || type == 'W';
  }

  private int module(byte[] line, int from, int end) {
    if (from >= end) {
      return 0;
    }
    String module = new String(line, from, end - from, StandardCharsets.UTF_8).strip();
    Integer index = moduleIndices.get(module);
    if (index == null) {
      if (moduleNames.size() == MOST_MODULES) {
        return 0;
      }
      index = moduleNames.size();
      moduleNames.add(module);
      moduleIndices.put(module, index);
    }
    return index;
  }

  /** Sorts; of several symbols at one address the best name stays, see {@link #isBetter}. */
  private KernelSymbolTable table() {
    byte[] bytes = Arrays.copyOf(text, textSize);
    int[] order = AddressOrder.of(starts, count);
    long[] sortedStarts = new long[count];
    int[] sortedNames = new int[count];
    short[] sortedModules = new short[count];
    int last = -1;
    for (int i : order) {
      if (last < 0 || starts[i] != sortedStarts[last]) {
        last++;
      } else if (!isBetter(bytes, names[i], sortedNames[last])) {
        continue;
      }
      sortedStarts[last] = starts[i];
      sortedNames[last] = names[i];
      sortedModules[last] = modules[i];
    }
    boolean hidden = count > 0 && !anyAddress;
    int size = hidden ? 0 : last + 1;
    return new KernelSymbolTable(
        Arrays.copyOf(sortedStarts, size),
        Arrays.copyOf(sortedNames, size),
        Arrays.copyOf(sortedModules, size),
        hidden ? new byte[0] : bytes,
        moduleNames,
        hidden);
  }

  /**
   * Code beats what is no code; then fewer leading underscores, so that {@code memcpy} beats {@code
   * __memcpy}; then the first in the kernel's own order.
   */
  private static boolean isBetter(byte[] text, int name, int than) {
    if (name < 0 || than < 0) {
      return than < 0 && name >= 0;
    }
    return underscores(text, name) < underscores(text, than);
  }

  private static int underscores(byte[] text, int name) {
    int n = 0;
    while (text[name + n] == '_') {
      n++;
    }
    return n;
  }
}
