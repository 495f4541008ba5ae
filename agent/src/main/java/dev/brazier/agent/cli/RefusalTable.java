package dev.brazier.agent.cli;

import dev.brazier.agent.seccomp.RefusedCall;
import dev.brazier.container.seccomp.SyscallMachine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table on a terminal, drawn over itself. */
final class RefusalTable implements RefusalView {

  /** Whose calls need not say so. */
  static final String MACHINE = SyscallMachine.ofThisMachine().label();

  /** More would scroll on a small terminal, and could not be drawn over. */
  private static final int MOST_ROWS = 18;

  private final PrintWriter out;
  private final int columns;
  private int drawn;

  RefusalTable(PrintWriter out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void show(List<RefusedCall> refused) {
    draw(lines(refused, MOST_ROWS));
  }

  @Override
  public void end(List<RefusedCall> refused) {
    draw(lines(refused, Integer.MAX_VALUE));
  }

  private void draw(List<String> lines) {
    if (drawn > 0) {
      // ECMA-48: cursor up, and erase to the end of the screen.
      out.printf(Locale.ROOT, "\u001b[%dA\u001b[J", drawn);
    }
    lines.forEach(
        line -> out.println(line.length() < columns ? line : line.substring(0, columns - 1)));
    out.flush();
    drawn = lines.size();
  }

  /** The table's lines, the first of them its heading. */
  static List<String> lines(List<RefusedCall> refused, int most) {
    List<String> lines = new ArrayList<>();
    lines.add(row("CONTAINER", "CALL", "ANSWER", "COUNT", "LAST BY"));
    for (RefusedCall call : refused.subList(0, Math.min(most, refused.size()))) {
      lines.add(
          row(
              ContainerLines.printable(call.container()),
              call.callWithMachine(MACHINE),
              call.answer(),
              Long.toString(call.count()),
              ContainerLines.printable(call.comm())
                  + (call.pid() == 0 ? "" : " (" + call.pid() + ")")));
    }
    if (refused.isEmpty()) {
      lines.add("nothing was refused so far");
    } else if (refused.size() > most) {
      lines.add("and %d more kinds".formatted(refused.size() - most));
    }
    return lines;
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-24s  %-22s  %-9s  %9s  %s", cells).stripTrailing();
  }
}
