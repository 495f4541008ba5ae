package dev.brazier.bpf;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Snapshots as text, one fact a line: {@code src/test/resources/snapshots}. Numbers are
 * hexadecimal, but those of a rule, which are decimal.
 *
 * <pre>
 * about WORDS
 * machine x86_64
 * pc PC
 * registers R0 R1 ...
 * map START END OFFSET [FILE]
 * row FILE OFFSET CFA REGISTER OFFSET ADDEND FP OFFSET RA OFFSET
 * mem ADDRESS BYTES
 * frame PC
 * interrupted PC
 * end ROOT
 * </pre>
 */
public final class SnapshotText {
  private final StringBuilder about = new StringBuilder();
  private final Map<String, String> once = new TreeMap<>();
  private final List<CodeMapping> code = new ArrayList<>();
  private final NavigableMap<Long, byte[]> memory = new TreeMap<>();
  private final Map<String, Rows> rows = new LinkedHashMap<>();
  private final List<SnapshotFrame> frames = new ArrayList<>();

  private SnapshotText() {}

  /** A file's rows as they are read. */
  private static final class Rows {
    private final List<Long> offsets = new ArrayList<>();
    private final StringBuilder rules = new StringBuilder();
    private final List<WalkRule> dictionary = new ArrayList<>();

    void add(long offset, WalkRule rule) {
      if (!dictionary.contains(rule)) {
        dictionary.add(rule);
      }
      offsets.add(offset);
      rules.append((char) dictionary.indexOf(rule));
    }

    UnwindRows rows() {
      return new UnwindRows(
          offsets.stream().mapToLong(Long::longValue).toArray(),
          rules.toString().toCharArray(),
          dictionary);
    }
  }

  /**
   * Reads a snapshot.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Snapshot read(String text) {
    SnapshotText parts = new SnapshotText();
    text.lines().filter(line -> !line.isBlank()).forEach(parts::readLine);
    return parts.snapshot();
  }

  private void readLine(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "about" -> about.append(about.isEmpty() ? "" : "\n").append(line.substring(6));
      case "machine", "pc", "registers", "end" ->
          once.put(words[0], line.substring(words[0].length() + 1));
      case "map" ->
          code.add(
              new CodeMapping(
                  hex(words[1]), hex(words[2]), hex(words[3]), words.length > 4 ? words[4] : ""));
      case "row" ->
          rows.computeIfAbsent(words[1], file -> new Rows()).add(hex(words[2]), rule(words, 3));
      case "mem" -> memory.put(hex(words[1]), HexFormat.of().parseHex(words[2]));
      case "frame", "interrupted" ->
          frames.add(new SnapshotFrame(hex(words[1]), words[0].equals("interrupted")));
      default -> throw new IllegalArgumentException(line);
    }
  }

  private Snapshot snapshot() {
    Map<String, UnwindRows> tables = new LinkedHashMap<>();
    rows.forEach((file, its) -> tables.put(file, its.rows()));
    List<Long> registers = new ArrayList<>();
    for (String register : once("registers").split(" ", -1)) {
      registers.add(hex(register));
    }
    return new Snapshot(
        about.toString(),
        once("machine"),
        new StoppedThread(hex(once("pc")), registers, code),
        memory,
        tables,
        frames,
        StackEnd.valueOf(once("end")));
  }

  private String once(String word) {
    return once.getOrDefault(word, "");
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  private static WalkRule rule(String[] words, int from) {
    return new WalkRule(
        CfaRule.valueOf(words[from]),
        Integer.parseInt(words[from + 1]),
        Integer.parseInt(words[from + 2]),
        Integer.parseInt(words[from + 3]),
        SavedRule.valueOf(words[from + 4]),
        Integer.parseInt(words[from + 5]),
        SavedRule.valueOf(words[from + 6]),
        Integer.parseInt(words[from + 7]));
  }

  /** Writes a snapshot. */
  public static String write(Snapshot snapshot) {
    StringBuilder text = new StringBuilder();
    snapshot.about().lines().forEach(line -> text.append("about ").append(line).append('\n'));
    text.append("machine ").append(snapshot.machine()).append('\n');
    StoppedThread thread = snapshot.thread();
    text.append("pc %x\nregisters".formatted(thread.pc()));
    thread.registers().forEach(register -> text.append(" %x".formatted(register)));
    text.append('\n');
    thread.code().forEach(mapping -> text.append(line(mapping)));
    snapshot.tables().forEach((file, rows) -> writeRows(text, file, rows));
    snapshot
        .memory()
        .forEach(
            (address, bytes) ->
                text.append("mem %x %s\n".formatted(address, HexFormat.of().formatHex(bytes))));
    for (SnapshotFrame frame : snapshot.frames()) {
      text.append((frame.interrupted() ? "interrupted %x\n" : "frame %x\n").formatted(frame.pc()));
    }
    return text.append("end ").append(snapshot.end()).append('\n').toString();
  }

  private static String line(CodeMapping mapping) {
    return "map %x %x %x %s"
            .formatted(mapping.start(), mapping.end(), mapping.fileOffset(), mapping.file())
            .strip()
        + "\n";
  }

  private static void writeRows(StringBuilder text, String file, UnwindRows rows) {
    for (int row = 0; row < rows.size(); row++) {
      WalkRule rule = rows.dictionary().get(rows.rules()[row]);
      text.append("row %s %x ".formatted(file, rows.offsets()[row]))
          .append("%s %d ".formatted(rule.cfa(), rule.cfaRegister()))
          .append("%d %d ".formatted(rule.cfaOffset(), rule.cfaAddend()))
          .append("%s %d ".formatted(rule.fp(), rule.fpOffset()))
          .append("%s %d\n".formatted(rule.ra(), rule.raOffset()));
    }
  }
}
