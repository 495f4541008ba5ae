package dev.brazier.container.symbol;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.ElfSegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the code of one file lies: disjoint ranges of ELF addresses in ascending order.
 *
 * <p>Addresses are kept as 32-bit distances from the first byte of code. No linker makes more than
 * 2 GB of code, as calls reach no further; what a hostile file claims beyond 4 GB is left out.
 */
final class CodeRanges {
  private static final long MOST_DISTANCE = 0xffff_fffeL;

  private final long base;
  private final long[] starts;
  private final long[] ends;
  private int last; // symbols come in clusters: the range of the previous one is tried first

  private record Range(long start, long size) {}

  private CodeRanges(long base, long[] starts, long[] ends) {
    this.base = base;
    this.starts = starts;
    this.ends = ends;
  }

  /** The executable sections, which tell the jump tables apart, or else the executable segments. */
  static CodeRanges of(ElfFile elf) {
    CodeRanges sections =
        of(
            elf.sections().stream()
                .filter(ElfSection::isCode)
                .map(s -> new Range(s.address(), s.size())));
    return sections.starts.length > 0
        ? sections
        : of(
            elf.segments().stream()
                .filter(ElfSegment::isCode)
                .map(s -> new Range(s.address(), s.memorySize())));
  }

  private static CodeRanges of(Stream<Range> ranges) {
    List<Range> sorted =
        ranges
            .filter(r -> r.size > 0)
            .sorted(Comparator.comparing(Range::start, Long::compareUnsigned))
            .toList();
    long base = sorted.isEmpty() ? 0 : sorted.get(0).start;
    long[] starts = new long[sorted.size()];
    long[] ends = new long[sorted.size()];
    int count = 0;
    long covered = 0;
    for (Range range : sorted) {
      long start = Math.max(range.start - base, covered);
      long end = range.start - base + Math.min(range.size, MOST_DISTANCE);
      if (start >= 0 && start < end && end <= MOST_DISTANCE) {
        starts[count] = start;
        ends[count++] = end;
        covered = end;
      }
    }
    return new CodeRanges(base, Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
  }

  /** The ELF address that distances are counted from. */
  long base() {
    return base;
  }

  /** The number of bytes of code. */
  long bytes() {
    long sum = 0;
    for (int i = 0; i < starts.length; i++) {
      sum += ends[i] - starts[i];
    }
    return sum;
  }

  /** The end of the range that holds this distance from the base, or -1 where no code is. */
  long endOfRangeAt(long distance) {
    if (last < starts.length && distance >= starts[last] && distance < ends[last]) {
      return ends[last];
    }
    int found = Arrays.binarySearch(starts, distance);
    int range = found >= 0 ? found : -found - 2;
    if (range < 0 || distance >= ends[range]) {
      return -1;
    }
    last = range;
    return ends[range];
  }
}
