package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of bpftrace: {@code vfs_read+1}, and in the layout of perf an address before and a
 * file behind it.
 *
 * <p>The text does not say which stack is the kernel's. It is the one that ends where the kernel is
 * entered; of two that do not, the first, which is how nearly every script writes its key.
 */
final class BpftraceFrames {
  private final Harvest harvest;
  private final Map<String, Integer> kernelFrames = new HashMap<>();
  private final Map<String, Integer> otherFrames = new HashMap<>();

  BpftraceFrames(Harvest harvest) {
    this.harvest = harvest;
  }

  /** Puts the lines of all stacks of one key into a path, the kernel's at the leaf. */
  void add(List<List<String>> stacks, StackPath path) {
    int kernel = kernelStack(stacks);
    if (kernel >= 0) {
      add(stacks.get(kernel), true, path);
    }
    for (int i = 0; i < stacks.size(); i++) {
      if (i != kernel) {
        add(stacks.get(i), false, path);
      }
    }
  }

  private void add(List<String> stack, boolean kernel, StackPath path) {
    Map<String, Integer> known = kernel ? kernelFrames : otherFrames;
    for (String line : stack) {
      String text = symbol(line);
      Integer number = known.get(text);
      if (number == null) {
        number = harvest.frame(frame(text, kernel));
        known.put(text, number);
      }
      path.addCaller(number);
    }
  }

  private static int kernelStack(List<List<String>> stacks) {
    List<Integer> withFrames = new ArrayList<>();
    for (int i = 0; i < stacks.size(); i++) {
      List<String> stack = stacks.get(i);
      if (!stack.isEmpty()) {
        if (isKernelEntry(name(symbol(stack.get(stack.size() - 1))))) {
          return i;
        }
        withFrames.add(i);
      }
    }
    return withFrames.size() > 1 ? withFrames.get(0) : -1;
  }

  /** Whether a kernel stack's outermost function has this name, on x86-64 or arm64. */
  private static boolean isKernelEntry(String name) {
    return name.startsWith("entry_SYSCALL")
        || name.startsWith("asm_")
        || name.startsWith("ret_from_fork")
        || name.startsWith("secondary_startup")
        || name.startsWith("el0t_64_")
        || name.startsWith("el1h_64_")
        || name.equals("do_syscall_64")
        || name.equals("__secondary_switched")
        || name.equals("x86_64_start_kernel");
  }

  /** The line without the address before the symbol, and without its offset. */
  private static String symbol(String line) {
    String text = line.strip();
    int blank = text.indexOf(' ');
    boolean addressed = line.startsWith("\t") && blank > 0 && isHex(text.substring(0, blank));
    return addressed ? text.substring(blank + 1) : text;
  }

  private static Frame frame(String text, boolean kernel) {
    int open = PerfFrames.fileStart(text);
    String file = open < 0 ? "" : text.substring(open + 2, text.length() - 1);
    String name = name(open < 0 ? text : text.substring(0, open));
    if (name.isEmpty() || name.equals(CodeFile.UNNAMED) || name.startsWith("0x")) {
      return CodeFile.unnamed(file);
    }
    return kernel ? new Frame(name, FrameKind.KERNEL) : CodeFile.function(name, file);
  }

  private static String name(String text) {
    int plus = text.lastIndexOf('+');
    boolean offset = plus > 0 && text.chars().skip(plus + 1).allMatch(c -> c >= '0' && c <= '9');
    return offset && plus < text.length() - 1 ? text.substring(0, plus) : text;
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
