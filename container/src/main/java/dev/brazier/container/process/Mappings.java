package dev.brazier.container.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The mappings of one process at one moment, sorted by runtime address. */
public final class Mappings implements Iterable<Mapping> {
  private final List<Mapping> sorted;

  private Mappings(List<Mapping> sorted) {
    this.sorted = sorted;
  }

  /** Any order is accepted. Ranges are expected not to overlap, as the kernel's do not. */
  public static Mappings of(List<Mapping> mappings) {
    List<Mapping> sorted = new ArrayList<>(mappings);
    sorted.sort(Comparator.comparing(Mapping::start, Long::compareUnsigned));
    return new Mappings(List.copyOf(sorted));
  }

  /** Parses all of {@code /proc/PID/maps}; a kernel thread or a zombie has none. */
  public static Mappings parse(String text) throws ProcFormatException {
    return parse(text, false);
  }

  /** Parses only those with execute permission: the few of many, in a tenth of the time. */
  public static Mappings parseCode(String text) throws ProcFormatException {
    return parse(text, true);
  }

  private static Mappings parse(String text, boolean onlyCode) throws ProcFormatException {
    List<Mapping> mappings = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      if (end > from && !(onlyCode && isData(text, from, end))) {
        mappings.add(Mapping.parse(text.substring(from, end)));
      }
      from = end + 1;
    }
    return of(mappings);
  }

  /** Whether the second word of a line, {@code r-xp} for code, has no x where it should be. */
  private static boolean isData(String text, int from, int end) {
    int execute = text.indexOf(' ', from) + 3;
    return execute >= 3 && execute < end && text.charAt(execute) != 'x';
  }

  /** The mapping that contains the runtime address. */
  public Optional<Mapping> at(long address) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Mapping candidate = sorted.get(middle);
      if (candidate.contains(address)) {
        return Optional.of(candidate);
      }
      if (Long.compareUnsigned(candidate.start(), address) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  public int size() {
    return sorted.size();
  }

  /** All of them, by ascending address. */
  public List<Mapping> asList() {
    return sorted;
  }

  @Override
  public Iterator<Mapping> iterator() {
    return sorted.iterator();
  }
}
