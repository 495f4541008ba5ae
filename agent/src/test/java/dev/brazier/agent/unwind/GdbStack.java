package dev.brazier.agent.unwind;

import dev.brazier.bpf.SnapshotFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stack as gdb sees it.
 *
 * @param tid of the thread
 * @param pc the next instruction
 * @param registers by DWARF's numbers
 * @param frames innermost first
 * @param end why gdb sees no further frame
 */
record GdbStack(int tid, long pc, List<Long> registers, List<SnapshotFrame> frames, String end) {

  /** Reads the lines that {@code stacks.py} prints about all threads, without the {@code @}. */
  static List<GdbStack> parse(List<String> lines) {
    List<GdbStack> stacks = new ArrayList<>();
    List<SnapshotFrame> frames = new ArrayList<>();
    List<Long> registers = List.of();
    int tid = 0;
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "thread" -> tid = Integer.parseInt(words[1]);
        case "registers" ->
            registers = Arrays.stream(words).skip(1).map(GdbStack::hexadecimal).toList();
        case "frame", "interrupted" ->
            frames.add(new SnapshotFrame(hexadecimal(words[1]), words[0].equals("interrupted")));
        case "end" -> {
          List<Long> numbered = registers.subList(1, registers.size());
          stacks.add(
              new GdbStack(
                  tid, registers.get(0), numbered, List.copyOf(frames), line.substring(4)));
          frames.clear();
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
    return stacks;
  }

  private static long hexadecimal(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
