package dev.brazier.container.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Compares every symbol of the large libraries at hand with {@code c++filt -i} of GNU binutils.
 *
 * <p>Differences that are known, each with the reason why ours is kept, are the constants of {@link
 * Verdict}. Behind Rust names c++filt drops every suffix; it is hence left off before the
 * comparison.
 */
final class DemanglerIT {
  /** The least share of the symbols of a library whose texts are identical or explained. */
  private static final double EXPLAINED = 0.999;

  /** The least share of all symbols c++filt can read whose texts are identical. */
  private static final double IDENTICAL = 0.998;

  private static final int SHOWN = 5;

  /** How a name compares. */
  enum Verdict {
    IDENTICAL,

    /**
     * c++filt gives up: {@code _GLOBAL__sub_I_}, clones of data ({@code x.llvm.123}) and what its
     * version does not know yet.
     */
    ONLY_OURS,

    /** c++filt keeps the comma of a pack without elements: {@code f<, int>}. */
    EMPTY_PACK,

    /** c++filt prints integers of 128 bits in Rust names with digits shifted: {@code 0xf_}. */
    WIDE_INTEGER,

    /**
     * c++filt names a constructor after the last identifier it read, which is wrong behind a
     * back-reference and behind an unnamed type; it also counts unnamed types twice among the
     * candidates for substitution.
     */
    NAME_OF_CLASS,

    /**
     * c++filt remembers what a {@code T_&} stood for where it was first printed, and prints that
     * again where a back-reference repeats it in another template, where it stands for something
     * else. Only parameters can differ so.
     */
    REPEATED_PARAMETER,

    UNEXPLAINED
  }

  @Test
  void agreesWithCxxfiltOnEverySymbolOfTheLargeLibrariesAtHand() throws Exception {
    Map<Verdict, Integer> total = new EnumMap<>(Verdict.class);
    for (Path library : SymbolFiles.find()) {
      List<String> symbols = SymbolFiles.mangledNames(library);
      if (!symbols.isEmpty()) {
        Map<Verdict, Integer> counts = compare(library, symbols);
        counts.forEach((verdict, count) -> total.merge(verdict, count, Integer::sum));
        assertThat(share(counts, Verdict.UNEXPLAINED))
            .as("share of unexplained differences in %s", library)
            .isLessThan(1 - EXPLAINED);
      }
    }
    System.out.printf(
        "all: %d symbols, %.4f %% identical, %s%n",
        sum(total), 100 * share(total, Verdict.IDENTICAL), total);
    assertThat(sum(total)).as("symbols found").isPositive();
    assertThat(share(total, Verdict.IDENTICAL)).isGreaterThan(IDENTICAL);
  }

  private static int sum(Map<Verdict, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The share of {@code verdict} among the symbols c++filt can read. */
  private static double share(Map<Verdict, Integer> counts, Verdict verdict) {
    int compared = sum(counts) - counts.getOrDefault(Verdict.ONLY_OURS, 0);
    return compared == 0 ? 0 : (double) counts.getOrDefault(verdict, 0) / compared;
  }

  private static Map<Verdict, Integer> compare(Path library, List<String> symbols)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> theirs = SymbolFiles.run(symbols, "c++filt", "-i");
    long middle = System.nanoTime();
    List<String> ours = new ArrayList<>(symbols.size());
    symbols.forEach(symbol -> ours.add(Demangler.demangle(symbol)));
    long end = System.nanoTime();
    assertThat(theirs).hasSameSizeAs(symbols);

    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (int i = 0; i < symbols.size(); i++) {
      Verdict verdict = judge(symbols.get(i), ours.get(i), theirs.get(i));
      int count = counts.merge(verdict, 1, Integer::sum);
      if (verdict == Verdict.UNEXPLAINED && count <= SHOWN) {
        System.out.printf(
            "%s%n  ours    %s%n  c++filt %s%n", symbols.get(i), ours.get(i), theirs.get(i));
      }
    }
    System.out.printf(
        "%s: %d symbols, %.4f %% identical, %s; %.0f names/s, c++filt %.0f%n",
        library,
        symbols.size(),
        100 * share(counts, Verdict.IDENTICAL),
        counts,
        symbols.size() * 1e9 / (end - middle),
        symbols.size() * 1e9 / (middle - start));
    return counts;
  }

  static Verdict judge(String symbol, String ours, String theirs) {
    if (ours.equals(theirs)) {
      return Verdict.IDENTICAL;
    } else if (theirs.equals(symbol)) {
      return Verdict.ONLY_OURS;
    } else if (withoutEmptyPacks(ours).equals(withoutEmptyPacks(theirs))) {
      return Verdict.EMPTY_PACK;
    } else if (withoutWideIntegers(ours).equals(withoutWideIntegers(theirs))) {
      return Verdict.WIDE_INTEGER;
    } else if (symbol.matches(".*(Ut\\d*_|S[0-9A-Z]*_[CD]\\d).*")
        && withoutParameters(withoutStructors(ours))
            .equals(withoutParameters(withoutStructors(theirs)))) {
      return Verdict.NAME_OF_CLASS;
    } else if (symbol.matches(".*[RO]T\\d*_.*S[0-9A-Z]*_.*")
        && withoutParameters(ours).equals(withoutParameters(theirs))) {
      return Verdict.REPEATED_PARAMETER;
    }
    return Verdict.UNEXPLAINED;
  }

  private static String withoutEmptyPacks(String text) {
    return text.replace(", , ", ", ").replace("<, ", "<").replace("(, ", "(");
  }

  private static String withoutWideIntegers(String text) {
    return text.replaceAll("0x[0-9a-f]{17,}_?", "0x");
  }

  private static String withoutStructors(String text) {
    return text.replaceAll("::~?([\\w$]+|\\{unnamed type#\\d+\\})\\(", "::(");
  }

  /** {@code text} without anything in parentheses. */
  private static String withoutParameters(String text) {
    StringBuilder rest = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth -= c == ')' ? 1 : 0;
      if (depth == 0) {
        rest.append(c);
      }
      depth += c == '(' ? 1 : 0;
    }
    return rest.toString();
  }
}
