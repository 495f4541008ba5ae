package dev.brazier.agent.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.brazier.agent.seccomp.RefusedCall;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line for each call whose count has grown since it was last shown, for pipes and files. */
final class RefusalLines implements RefusalView {

  /** For people, and {@code grep}. */
  static final Format TEXT = RefusalLines::text;

  /** For programs. */
  static final Format JSON = RefusalLines::json;

  private static final Gson WRITER =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final PrintWriter out;
  private final Format format;
  private final Map<List<Object>, Long> shown = new HashMap<>();

  /** Makes a line of a call that was refused {@code more} times since the last one. */
  @FunctionalInterface
  interface Format {
    String line(Instant time, RefusedCall refused, long more);
  }

  RefusalLines(PrintWriter out, Format format) {
    this.out = out;
    this.format = format;
  }

  @Override
  public void show(List<RefusedCall> refused) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (RefusedCall call : refused) {
      List<Object> which = List.of(call.cgroup(), call.machine(), call.number(), call.answer());
      long before = shown.getOrDefault(which, 0L);
      if (call.count() > before) {
        shown.put(which, call.count());
        out.println(format.line(now, call, call.count() - before));
      }
    }
  }

  @Override
  public void end(List<RefusedCall> refused) {
    show(refused);
  }

  private static String text(Instant time, RefusedCall refused, long more) {
    return String.format(
        Locale.ROOT,
        "%s  %s  %s  %s  +%d  %s[%s]",
        time,
        ContainerLines.printable(refused.container()),
        refused.callWithMachine(RefusalTable.MACHINE),
        refused.answer(),
        more,
        ContainerLines.printable(refused.comm()),
        refused.pid() == 0 ? "-" : Integer.toString(refused.pid()));
  }

  private static String json(Instant time, RefusedCall refused, long more) {
    JsonObject line = new JsonObject();
    line.addProperty("time", time.toString());
    line.addProperty("container", refused.container());
    line.addProperty("cgroup", Long.toUnsignedString(refused.cgroup() & Long.MAX_VALUE));
    line.addProperty("call", refused.call());
    line.addProperty("number", refused.number());
    line.addProperty("machine", refused.machine());
    line.addProperty("errno", refused.error());
    line.addProperty("signal", refused.error() == null ? "SIGSYS" : null);
    line.addProperty("more", more);
    line.addProperty("count", refused.count());
    line.addProperty("comm", refused.comm());
    line.addProperty("pid", refused.pid() == 0 ? null : refused.pid());
    return WRITER.toJson(line);
  }
}
