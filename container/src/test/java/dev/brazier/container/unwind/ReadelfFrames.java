package dev.brazier.container.unwind;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What readelf of binutils makes of the frame information of a file. */
final class ReadelfFrames {
  private static final String UNKNOWN = "u";

  private final Output output;
  private final Map<String, Boolean> signalFrames = new HashMap<>(); // by section and CIE
  private final Map<String, Row> initialRows = new HashMap<>(); // likewise
  private String section = "";
  private List<String> columns = List.of();
  private String cie = "";
  private boolean inFunction;
  private boolean withoutRows;
  private Function function = new Function(0, 0, false);

  ReadelfFrames(Output output) {
    this.output = output;
  }

  /** What readelf writes with an option. */
  interface Output {
    BufferedReader of(String option) throws IOException;

    /** Of a file of this machine. */
    static Output about(Path file) {
      return option ->
          new ProcessBuilder("readelf", option, file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .inputReader(StandardCharsets.UTF_8);
    }
  }

  /** One FDE: ELF addresses of its first byte and behind its last. */
  record Function(long start, long end, boolean signalFrame) {}

  /**
   * One row as the text shows it.
   *
   * @param address the ELF address it begins at
   * @param cfa such as {@code rsp+8}, or {@code exp}
   * @param framePointer such as {@code c-16}, or {@code u}
   */
  record Row(
      long address, String cfa, String framePointer, String stackPointer, String returnAddress) {
    Row at(long elsewhere) {
      return new Row(elsewhere, cfa, framePointer, stackPointer, returnAddress);
    }
  }

  /** Takes rows, in the order of the section. */
  interface Sink {
    void take(Function function, Row row);
  }

  /** Runs {@code readelf -wF}. */
  void rows(Sink sink) throws IOException {
    run("-wF", line -> take(line, sink));
    endFunction(sink);
  }

  /** Runs {@code readelf -wf}: the expressions for the CFA of each function, by its start. */
  Map<Long, Set<String>> expressions() throws IOException {
    Map<Long, Set<String>> expressions = new HashMap<>();
    long[] start = {0};
    run(
        "-wf",
        line -> {
          int pc = line.indexOf(" pc=");
          if (pc >= 0) {
            start[0] = Long.parseUnsignedLong(line.substring(pc + 4, line.indexOf("..")), 16);
          }
          int name = line.indexOf("DW_CFA_def_cfa_expression (");
          if (name >= 0) {
            expressions
                .computeIfAbsent(start[0], s -> new HashSet<>())
                .add(line.substring(line.indexOf('(', name) + 1, line.lastIndexOf(')')));
          }
        });
    return expressions;
  }

  private interface Lines {
    void take(String line);
  }

  private void run(String option, Lines lines) throws IOException {
    try (BufferedReader out = output.of(option)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.take(line);
      }
    }
  }

  private void take(String line, Sink sink) {
    if (line.startsWith("Contents of the ")) {
      section = line.substring(16, line.indexOf(' ', 16));
    } else if (line.startsWith("   LOC ")) {
      columns = fields(line);
    } else if (line.indexOf(" CIE \"") > 0) {
      endFunction(sink);
      boolean signal = line.substring(line.indexOf('"'), line.lastIndexOf('"')).indexOf('S') > 0;
      cie = section + fields(line).get(0);
      signalFrames.put(cie, signal);
    } else if (line.indexOf(" FDE ") > 0) {
      endFunction(sink);
      begin(line);
    } else if (line.length() > 17 && line.charAt(16) == ' ') {
      Row row = row(fields(line));
      if (inFunction) {
        sink.take(function, row);
        withoutRows = false;
      } else {
        initialRows.put(cie, row);
      }
    }
  }

  /** Of a function without instructions nothing is printed: it has the one row of its CIE. */
  private void endFunction(Sink sink) {
    Row initial = initialRows.get(cie);
    if (inFunction && withoutRows && initial != null) {
      sink.take(function, initial.at(function.start));
    }
    inFunction = false;
  }

  private void begin(String line) {
    int at = line.indexOf(" cie=") + 5;
    int pc = line.indexOf(" pc=") + 4;
    int dots = line.indexOf("..", pc);
    cie = section + line.substring(at, line.indexOf(' ', at));
    function =
        new Function(
            Long.parseUnsignedLong(line.substring(pc, dots), 16),
            Long.parseUnsignedLong(line.substring(dots + 2).strip(), 16),
            signalFrames.getOrDefault(cie, false));
    inFunction = true;
    withoutRows = true;
  }

  private Row row(List<String> fields) {
    String framePointer = UNKNOWN;
    String stackPointer = UNKNOWN;
    String returnAddress = UNKNOWN;
    for (int i = 2; i < fields.size() && i < columns.size(); i++) {
      switch (columns.get(i)) {
        case "rbp", "x29" -> framePointer = fields.get(i);
        case "rsp", "sp" -> stackPointer = fields.get(i);
        case "ra" -> returnAddress = fields.get(i);
        default -> {}
      }
    }
    return new Row(
        Long.parseUnsignedLong(fields.get(0), 16),
        fields.get(1),
        framePointer,
        stackPointer,
        returnAddress);
  }

  private static List<String> fields(String line) {
    // "r5 (rdi)" is one field
    return List.of(line.strip().replace(" (", "(").split(" +"));
  }
}
