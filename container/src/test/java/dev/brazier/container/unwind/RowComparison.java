package dev.brazier.container.unwind;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.elf.ElfSegment;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.golang.GoLineTable;
import dev.brazier.container.unwind.ReadelfFrames.Function;
import dev.brazier.container.unwind.ReadelfFrames.Row;
import dev.brazier.container.unwind.UnwindRule.Saved;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Compares the table of one file with readelf, at the start of every row of either. */
final class RowComparison {
  private static final String OUTSIDE = "code that is not in the file";
  private static final String BEHIND = "row behind the end of its function";
  private static final String OVERLAP = "another function starts later, or at the same place";
  private static final String ROOT = "function without a caller, known by its code or name";
  private static final String SIGNAL = "function that returns from a signal, known by its code";
  private static final String GO = "Go: a function that changes stacks, or one of a stripped file";
  private static final String STUB = "stub of the linkage table without frame information";
  private static final Set<String> EXPLAINED = Set.of(OUTSIDE, BEHIND, ROOT, SIGNAL, GO);
  private static final int ENTRY_BYTES = 64;

  private final Path file;
  private final ElfFile elf;
  private final UnwindTable table;
  private final boolean go;
  private final RowFindings findings;
  private final List<Finding> doubtful = new ArrayList<>();
  private final NavigableSet<Long> starts = new TreeSet<>(); // ELF addresses of functions
  private final Set<Long> twice = new TreeSet<>();
  private final Set<Long> boundaries = new TreeSet<>(); // file offsets where a row may begin
  private Map<Long, Set<String>> expressions = Map.of();
  private Function last = new Function(-1, -1, false);

  private record Finding(String kind, Function function, Row row) {}

  private RowComparison(Path file, ElfFile elf, UnwindTable table, RowFindings findings)
      throws IOException, MalformedElfException {
    this.go = GoLineTable.find(elf).isPresent();
    this.file = file;
    this.elf = elf;
    this.table = table;
    this.findings = findings;
  }

  /** Compiles a file, has readelf read it, and adds what is found; nothing if it is no ELF file. */
  static void run(Path file, RowFindings findings) throws IOException {
    try (ByteSource source = ByteSource.open(file)) {
      ElfFile elf = ElfFile.read(source);
      long start = System.nanoTime();
      UnwindTable table = UnwindCompiler.compile(elf);
      findings.compiled(table, System.nanoTime() - start);
      ReadelfFrames readelf = new ReadelfFrames(ReadelfFrames.Output.about(file));
      new RowComparison(file, elf, table, findings).compare(readelf);
    } catch (MalformedElfException e) {
      findings.skip(e.fault());
    }
  }

  /** Compares a table with what readelf wrote about the file. */
  static void run(Path file, ElfFile elf, ReadelfFrames readelf, RowFindings findings)
      throws IOException, MalformedElfException {
    new RowComparison(file, elf, UnwindCompiler.compile(elf), findings).compare(readelf);
  }

  private void compare(ReadelfFrames readelf) throws IOException {
    readelf.rows(this::look);
    if (doubtful.stream().anyMatch(d -> d.kind.equals("expression"))) {
      expressions = readelf.expressions();
    }
    doubtful.forEach(this::judge);
    findOwnRows();
  }

  private void look(Function function, Row row) {
    if (!function.equals(last)) {
      last = function;
      findings.countFunction();
      if (!starts.add(function.start())) {
        twice.add(function.start());
      }
      offset(function.start())
          .ifPresent(start -> boundaries.add(start + function.end() - function.start()));
    }
    offset(row.address()).ifPresent(boundaries::add);
    String difference = difference(function, row);
    if (difference.isEmpty()) {
      findings.countEqual();
    } else {
      doubtful.add(new Finding(difference, function, row));
    }
  }

  private String difference(Function function, Row row) {
    OptionalLong offset = offset(row.address());
    if (function.start() == 0 || offset.isEmpty()) {
      return OUTSIDE;
    }
    if (row.address() >= function.end()) {
      return BEHIND;
    }
    int found = table.find(offset.getAsLong());
    UnwindRule rule = found < 0 ? UnwindRule.NO_CFI : table.rules().get(table.rule(found));
    if (rule.equals(UnwindRule.SIGNAL_FRAME)) {
      return function.signalFrame() ? "" : SIGNAL;
    }
    if (isRoot(rule) && !row.returnAddress().equals("u")) {
      return ROOT;
    }
    if (go && changesStacks(rule)) {
      return GO;
    }
    return ReadelfRule.difference(
        row, rule, elf.machine(), expressions.getOrDefault(function.start(), Set.of()));
  }

  /** Looks again now that all functions and expressions are known. */
  private void judge(Finding finding) {
    Function function = finding.function;
    Row row = finding.row;
    String difference = difference(function, row);
    if (difference.isEmpty()) {
      findings.countEqual();
    } else if (EXPLAINED.contains(difference)) {
      findings.explain(difference);
    } else if (starts.floor(row.address()) != function.start()
        || twice.contains(function.start())) {
      findings.explain(OVERLAP);
    } else {
      findings.differ(difference, "%s %s %s".formatted(file, function, row));
    }
  }

  /** Rows of the table begin at readelf's rows and ends of functions, but for some known code. */
  private void findOwnRows() {
    long entry = offset(elf.entry()).orElse(-1);
    boolean hasFrameInformation = FrameSections.debugSection(elf).isPresent();
    for (int i = 0; i < table.rows(); i++) {
      long offset = table.offset(i);
      UnwindRule rule = table.rules().get(table.rule(i));
      boolean early = rule.equals(UnwindRule.SIGNAL_FRAME) || isRoot(rule);
      if (boundaries.contains(offset) || (early && boundaries.contains(offset + 1))) {
        continue;
      }
      if (offset == entry || offset == entry + ENTRY_BYTES) {
        findings.explain(ROOT);
      } else if (go && (changesStacks(rule) || !hasFrameInformation)) {
        findings.explain(GO);
      } else if (isStub(offset)) {
        findings.explain(STUB);
      } else {
        findings.differ("row of our own", "%s offset %#x".formatted(file, offset));
      }
    }
  }

  /** What the frame information of Go leaves out. */
  private static boolean changesStacks(UnwindRule rule) {
    return rule.equals(UnwindRule.UNSUPPORTED) || rule.framePointer() == Saved.AT_CFA;
  }

  private boolean isRoot(UnwindRule rule) {
    return rule.equals(UnwindRule.outermost(elf.machine() == ElfMachine.AARCH64 ? 31 : 7));
  }

  private boolean isStub(long offset) {
    return elf.sections().stream()
        .filter(s -> s.name().contains("plt"))
        .anyMatch(s -> offset >= s.offset() && offset <= s.offset() + s.size());
  }

  private OptionalLong offset(long address) {
    for (ElfSegment segment : elf.segments()) {
      long distance = address - segment.address();
      if (segment.isCode() && distance >= 0 && distance < segment.fileSize()) {
        return OptionalLong.of(segment.offset() + distance);
      }
    }
    return OptionalLong.empty();
  }
}
