package dev.brazier.agent.unwind;

import dev.brazier.bpf.CfaRule;
import dev.brazier.bpf.CodeMapping;
import dev.brazier.bpf.SnapshotFrame;
import dev.brazier.bpf.StackEnd;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.WalkRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which stack to record, as words with a comma between them, all of which must hold: {@code equal}
 * to gdb's, in a {@code signal} handler, of the {@code main} thread or another {@code thread};
 * {@code in=FILE} some frame, {@code leaf=FILE} the innermost one, {@code between=FILE} some frame
 * that calls code of its caller's file; {@code cfa=PLT} the rule of the innermost frame, or {@code
 * cfa=OTHER} for one with another register than stack or frame pointer; {@code bytes=N} at least
 * from the first to the last block of memory read; {@code frames=N} at least so many; {@code
 * end=ROOT} how the walk ended; {@code walked}: with the walk's frames instead of gdb's.
 */
record StackWish(List<String> words) {

  StackWish(String words) {
    this(words.isEmpty() ? List.of() : List.of(words.split(",")));
  }

  /** Whether the walk's frames are recorded: gdb can only guess at generated code. */
  boolean isOfTheWalk() {
    return words.contains("walked");
  }

  boolean isGrantedBy(StackComparison stack, int pid, Map<String, UnwindRows> rows) {
    return words.stream().allMatch(word -> isGranted(word.split("=", 2), stack, pid, rows));
  }

  private static boolean isGranted(
      String[] word, StackComparison stack, int pid, Map<String, UnwindRows> rows) {
    return switch (word[0]) {
      case "equal" -> stack.difference().isEmpty();
      case "signal" -> stack.gdb().frames().stream().anyMatch(SnapshotFrame::interrupted);
      case "walked" -> true;
      case "end" -> stack.walked().end() == StackEnd.valueOf(word[1]);
      case "frames" -> stack.walked().words().size() >= Integer.parseInt(word[1]);
      case "main" -> stack.gdb().tid() == pid;
      case "thread" -> stack.gdb().tid() != pid;
      case "between" -> isBetween(word[1], stack);
      case "in" -> stack.gdb().frames().stream().anyMatch(frame -> isIn(frame, word[1], stack));
      case "leaf" -> isIn(stack.gdb().frames().get(0), word[1], stack);
      case "cfa" -> rule(stack, rows).filter(rule -> isOf(word[1], rule)).isPresent();
      case "bytes" ->
          !stack.memory().isEmpty()
              && stack.memory().lastKey() - stack.memory().firstKey() >= Long.parseLong(word[1]);
      default -> throw new IllegalArgumentException("record a stack that is " + word[0]);
    };
  }

  private static boolean isIn(SnapshotFrame frame, String file, StackComparison stack) {
    return fileOf(frame, stack).equals(file);
  }

  private static String fileOf(SnapshotFrame frame, StackComparison stack) {
    return stack.thread().code().stream()
        .filter(mapping -> mapping.start() < frame.pc() && frame.pc() <= mapping.end())
        .map(CodeMapping::file)
        .findFirst()
        .orElse("?");
  }

  private static boolean isBetween(String file, StackComparison stack) {
    List<String> files = stack.gdb().frames().stream().map(frame -> fileOf(frame, stack)).toList();
    return IntStream.range(1, files.size() - 1)
        .anyMatch(
            i ->
                files.get(i).equals(file)
                    && !files.get(i - 1).equals(file)
                    && files.subList(i, files.size()).contains(files.get(i - 1)));
  }

  private static boolean isOf(String kind, WalkRule rule) {
    return kind.equals("OTHER")
        ? rule.cfa() == CfaRule.REGISTER && rule.cfaRegister() != 6 && rule.cfaRegister() != 7
        : rule.cfa() == CfaRule.valueOf(kind);
  }

  private static Optional<WalkRule> rule(StackComparison stack, Map<String, UnwindRows> rows) {
    long pc = stack.gdb().pc();
    CodeMapping mapping = stack.thread().mapping(pc);
    UnwindRows its = rows.get(mapping.file());
    if (its == null) {
      return Optional.empty();
    }
    return Optional.of(
        its.dictionary().get(its.rules()[row(its, pc - mapping.start() + mapping.fileOffset())]));
  }

  /** The row that covers an offset, or the first one. */
  static int row(UnwindRows rows, long offset) {
    int row = 0;
    while (row + 1 < rows.size() && rows.offsets()[row + 1] <= offset) {
      row++;
    }
    return row;
  }
}
