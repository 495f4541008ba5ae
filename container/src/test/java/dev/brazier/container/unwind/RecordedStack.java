package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import dev.brazier.container.unwind.UnwindRule.Saved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A stack of a real program, recorded with the rows of its files and the frames that gdb found: the
 * ones that the walk in the kernel is tested with, whose reader describes the format.
 */
final class RecordedStack implements Code.Lookup {
  private static final Path FOLDER = Path.of("../bpf/src/test/resources/snapshots");
  private static final int COPIED = 1 << 18; // more than the kernel copies: some frames have 70 KB

  final String name;
  final ByteBuffer copy;
  final List<Long> frames = new ArrayList<>();
  String end = "";
  long pc;
  long[] registers = {};

  /** Runtime address after the last byte, by the first. */
  private final NavigableMap<Long, Mapped> mapped = new TreeMap<>();

  private final NavigableMap<Long, byte[]> memory = new TreeMap<>();
  private final Map<String, Rows> rows = new LinkedHashMap<>();
  private final Map<String, UnwindTable> tables = new LinkedHashMap<>();

  private record Mapped(long end, long addend, String file) {}

  private static final class Rows {
    private final List<Long> offsets = new ArrayList<>();
    private final StringBuilder numbers = new StringBuilder();
    private final List<UnwindRule> rules = new ArrayList<>();

    private void add(long offset, UnwindRule rule) {
      if (!rules.contains(rule)) {
        rules.add(rule);
      }
      offsets.add(offset);
      numbers.append((char) rules.indexOf(rule));
    }

    private UnwindTable table() {
      return new UnwindTable(
          offsets.stream().mapToInt(Long::intValue).toArray(),
          numbers.toString().toCharArray(),
          rules,
          1,
          List.of());
    }
  }

  private RecordedStack(Path file) throws IOException {
    name = String.valueOf(file.getFileName());
    Files.readAllLines(file).forEach(this::read);
    rows.forEach((mappedFile, all) -> tables.put(mappedFile, all.table()));
    copy = copy();
  }

  static List<RecordedStack> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<RecordedStack> stacks = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        stacks.add(new RecordedStack(file));
      }
      return stacks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a walk finds, with a word in place of each {@link StackUnwinder#SIGNAL}. */
  static List<Long> framesOf(StackUnwinder walker) {
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < walker.frames(); i++) {
      if (walker.frame(i) != StackUnwinder.SIGNAL) {
        found.add(walker.frame(i));
      }
    }
    return found;
  }

  StackUnwinder walker() {
    return StackUnwinder.of(ElfMachine.X86_64);
  }

  @Override
  public Code at(long address) {
    Map.Entry<Long, Mapped> entry = mapped.floorEntry(address);
    if (entry == null || address >= entry.getValue().end()) {
      return Code.Other.NONE;
    }
    Mapped place = entry.getValue();
    if (place.file().isEmpty()) {
      return Code.Other.GENERATED;
    }
    UnwindTable table = tables.get(place.file());
    return table == null ? Code.Other.UNCOVERED : new Code.Covered(table, place.addend());
  }

  private void read(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "pc" -> pc = hex(words[1]);
      case "registers" ->
          registers = Stream.of(words).skip(1).mapToLong(RecordedStack::hex).toArray();
      case "end" -> end = words[1];
      case "map" ->
          mapped.put(
              hex(words[1]),
              new Mapped(
                  hex(words[2]), hex(words[3]) - hex(words[1]), words.length > 4 ? words[4] : ""));
      case "row" ->
          rows.computeIfAbsent(words[1], file -> new Rows()).add(hex(words[2]), rule(words));
      case "mem" -> memory.put(hex(words[1]), HexFormat.of().parseHex(words[2]));
      case "frame", "interrupted" -> frames.add(hex(words[1]));
      default -> {}
    }
  }

  private static UnwindRule rule(String[] words) {
    Cfa cfa = Cfa.valueOf(words[3]);
    return new UnwindRule(
        cfa,
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]),
        Saved.valueOf(words[7]),
        Integer.parseInt(words[8]),
        Saved.valueOf(words[9]),
        Integer.parseInt(words[10]));
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  /** From the stack pointer on, as the kernel copies it; what was not recorded is zero. */
  private ByteBuffer copy() {
    long sp = registers[7];
    ByteBuffer bytes = ByteBuffer.allocate(COPIED).order(ByteOrder.LITTLE_ENDIAN);
    memory.forEach(
        (address, block) -> {
          for (int i = 0; i < block.length; i++) {
            long at = address + i - sp;
            if (at >= 0 && at < COPIED) {
              bytes.put((int) at, block[i]);
            }
          }
        });
    return bytes;
  }
}
