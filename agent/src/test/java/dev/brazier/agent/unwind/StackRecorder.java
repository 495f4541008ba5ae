package dev.brazier.agent.unwind;

import dev.brazier.bpf.CodeMapping;
import dev.brazier.bpf.HostWalk;
import dev.brazier.bpf.Snapshot;
import dev.brazier.bpf.SnapshotFrame;
import dev.brazier.bpf.SnapshotText;
import dev.brazier.bpf.StoppedThread;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.WalkRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records a stack of a running process as a snapshot, see {@code record-snapshot.sh}.
 *
 * <p>What is recorded is what the walk needs: the rows around its frames, and the memory it reads.
 */
final class StackRecorder {
  private static final int ATTEMPTS = 200;
  private static final int ROWS_AROUND = 2;

  private final Path script;
  private final int pid;
  private final String about;

  private StackRecorder(Path script, int pid, String about) {
    this.script = script;
    this.pid = pid;
    this.about = about;
  }

  /**
   * Records the first stack that is as wanted.
   *
   * @param arguments the gdb script, the process, the file to write, what is recorded in a few
   *     words, and a {@link StackWish}
   */
  public static void main(String[] arguments) throws IOException {
    Path script = Path.of(arguments[0]);
    StackRecorder recorder =
        new StackRecorder(script, Integer.parseInt(arguments[1]), arguments[3]);
    Optional<Snapshot> snapshot = recorder.record(new StackWish(arguments[4]));
    if (snapshot.isEmpty()) {
      System.err.println("record a stack: none of " + ATTEMPTS + " was as wanted");
      System.exit(1);
    }
    Files.writeString(Path.of(arguments[2]), SnapshotText.write(snapshot.get()));
  }

  private Optional<Snapshot> record(StackWish wish) throws IOException {
    HostWalk walk = HostWalk.ofStacksOf(machine());
    try (StoppedProcess process = new StoppedProcess(pid);
        GdbSession gdb = GdbSession.of(pid, script)) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        for (GdbStack stack : gdb.stop()) {
          StackComparison compared = StackComparison.of(stack, process, walk);
          if (wish.isGrantedBy(compared, pid, process.rows())) {
            compared
                .difference()
                .ifPresent(text -> System.err.println("the walk differs from gdb: " + text));
            List<SnapshotFrame> frames =
                wish.isOfTheWalk() ? compared.walkedFrames(process) : compared.gdbFrames();
            return Optional.of(snapshot(compared, frames, process));
          }
        }
        gdb.go();
      }
    }
    return Optional.empty();
  }

  /** Of this machine, as the walk names it. */
  static String machine() {
    return System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
  }

  private Snapshot snapshot(
      StackComparison compared, List<SnapshotFrame> frames, StoppedProcess process) {
    StoppedThread thread = compared.thread();
    List<Place> places = new ArrayList<>();
    boolean innermost = true;
    for (SnapshotFrame frame : frames) {
      boolean exact = innermost || frame.interrupted();
      places.add(Place.of(thread, exact ? frame.pc() : frame.pc() - 1));
      innermost = false;
    }
    return new Snapshot(
        about,
        machine(),
        new StoppedThread(
            thread.pc(),
            thread.registers(),
            places.stream()
                .map(Place::mapping)
                .distinct()
                .sorted((a, b) -> Long.compareUnsigned(a.start(), b.start()))
                .toList()),
        compared.memory(),
        rows(places, process.rows()),
        frames,
        compared.walked().end());
  }

  /** What holds a frame. */
  private record Place(CodeMapping mapping, long offset) {

    static Place of(StoppedThread thread, long address) {
      CodeMapping mapping = thread.mapping(address);
      return new Place(mapping, address - mapping.start() + mapping.fileOffset());
    }
  }

  private static Map<String, UnwindRows> rows(List<Place> places, Map<String, UnwindRows> all) {
    Map<String, NavigableMap<Long, WalkRule>> kept = new LinkedHashMap<>();
    for (Place place : places) {
      UnwindRows rows = all.get(place.mapping().file());
      if (rows != null) {
        keepAround(
            place.offset(),
            rows,
            kept.computeIfAbsent(place.mapping().file(), file -> new TreeMap<>()));
      }
    }
    Map<String, UnwindRows> tables = new LinkedHashMap<>();
    kept.forEach((file, rows) -> tables.put(file, table(rows)));
    return tables;
  }

  /** What follows the rows that are kept counts as without information. */
  private static void keepAround(long offset, UnwindRows rows, NavigableMap<Long, WalkRule> kept) {
    int row = StackWish.row(rows, offset);
    int from = Math.max(0, row - ROWS_AROUND);
    int to = Math.min(rows.size() - 1, row + ROWS_AROUND);
    for (int i = from; i < to; i++) {
      kept.put(rows.offsets()[i], rows.dictionary().get(rows.rules()[i]));
    }
    kept.putIfAbsent(rows.offsets()[to], WalkRule.NO_CFI);
  }

  private static UnwindRows table(NavigableMap<Long, WalkRule> rows) {
    List<WalkRule> dictionary = rows.values().stream().distinct().toList();
    StringBuilder rules = new StringBuilder();
    rows.values().forEach(rule -> rules.append((char) dictionary.indexOf(rule)));
    return new UnwindRows(
        rows.keySet().stream().mapToLong(Long::longValue).toArray(),
        rules.toString().toCharArray(),
        dictionary);
  }
}
