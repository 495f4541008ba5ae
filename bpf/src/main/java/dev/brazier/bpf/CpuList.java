package dev.brazier.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kernel's way to write sets of CPUs, {@code 0-3,8}. */
public final class CpuList {
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

  /** The largest CONFIG_NR_CPUS there is. */
  private static final int MOST = 8192;

  private CpuList() {}

  /**
   * The CPUs that are online now, ascending.
   *
   * @throws BpfException when the kernel does not say
   */
  public static List<Integer> online() {
    String operation = "read which CPUs are online from " + ONLINE;
    try {
      List<Integer> cpus = parse(Files.readString(ONLINE));
      if (cpus.isEmpty()) {
        throw new IllegalArgumentException("it names none");
      }
      return cpus;
    } catch (IOException | IllegalArgumentException e) {
      throw new BpfException(operation + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a list; an empty line is an empty list.
   *
   * @throws IllegalArgumentException when the text is not a list of CPUs
   */
  static List<Integer> parse(String text) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : text.strip().split(",", -1)) {
      if (!range.isEmpty()) {
        int dash = range.indexOf('-');
        int first = number(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : number(range.substring(dash + 1));
        for (int cpu = first; cpu <= last; cpu++) {
          cpus.add(cpu);
        }
      }
    }
    return cpus.stream().distinct().sorted().toList();
  }

  private static int number(String digits) {
    int number = Integer.parseInt(digits);
    if (number < 0 || number >= MOST) {
      throw new IllegalArgumentException("no CPU has the number " + number);
    }
    return number;
  }
}
