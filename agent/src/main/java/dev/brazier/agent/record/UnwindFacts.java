package dev.brazier.agent.record;

import dev.brazier.agent.record.RecordingConfig.Unwind;
import dev.brazier.agent.unwind.TableFacts;
import dev.brazier.bpf.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How user stacks were walked, in words.
 *
 * @param engine the program that walked them
 * @param wanted what was asked for
 * @param memory for unwind tables, in bytes
 * @param copyBytes so much of each user stack was copied, to be walked by the agent; or 0
 * @param tables how these fared
 */
record UnwindFacts(Engine engine, Unwind wanted, long memory, int copyBytes, TableFacts tables) {

  private static final double MIB = 1 << 20;

  /** For the line that names the engine. */
  String engineLine() {
    return switch (engine) {
      case TABLES -> "BPF, " + byTables();
      case LOCATED -> "BPF, frame pointers%s, frames located in the kernel".formatted(why());
      case PLAIN ->
          "BPF, frame pointers%s, frames located afterwards through /proc (kernel before 6.1)"
              .formatted(why());
      case PERF ->
          "perf events without BPF, %s, frames located through /proc".formatted(withoutBpf());
      case OWN ->
          "perf events of this user's own processes, user frames only, %s, frames located through /proc"
              .formatted(withoutBpf());
    };
  }

  private String withoutBpf() {
    return copyBytes == 0
        ? "frame pointers" + why()
        : "copies of stacks (%d KiB), %s".formatted(copyBytes >> 10, byTables());
  }

  private String byTables() {
    return String.format(
        Locale.ROOT,
        "unwind tables (%,d files, %.1f MB), frame pointers where code has none",
        tables.files(),
        tables.bytes() / MIB);
  }

  private String why() {
    return wanted == Unwind.FRAME_POINTERS ? " as asked for with --unwind=fp" : "";
  }

  /** What went wrong with tables, one sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (engine != Engine.TABLES && copyBytes == 0) {
      return notes;
    }
    if (tables.noRoom() > 0) {
      notes.add(
          "%s found no room for their unwind tables at times, as those in use filled --unwind-memory=%dM"
              .formatted(files(tables.noRoom()), memory >> 20));
    }
    if (tables.evicted() > 0) {
      notes.add(
          "%,d unwind tables that were not in use gave way to others".formatted(tables.evicted()));
    }
    if (!tables.malformed().isEmpty()) {
      notes.add(
          "%s malformed unwind information, the most sampled: %s"
              .formatted(
                  tables.malformed().size() == 1
                      ? "1 file has"
                      : files(tables.malformed().size()) + " have",
                  tables.malformed().get(0)));
    }
    if (tables.unreachable() > 0) {
      notes.add(
          "%s could not be read for %s unwind table"
              .formatted(files(tables.unreachable()), tables.unreachable() == 1 ? "its" : "their"));
    }
    tables
        .failures()
        .forEach(failure -> notes.add("no unwind tables were made from some time on: " + failure));
    return notes;
  }

  private static String files(int count) {
    return count == 1 ? "1 file" : "%,d files".formatted(count);
  }
}
