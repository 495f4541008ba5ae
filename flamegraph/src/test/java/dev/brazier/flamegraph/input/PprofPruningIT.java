package dev.brazier.flamegraph.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.pprof.Function;
import dev.brazier.flamegraph.pprof.Line;
import dev.brazier.flamegraph.pprof.Location;
import dev.brazier.flamegraph.pprof.Profile;
import dev.brazier.flamegraph.pprof.Sample;
import dev.brazier.flamegraph.pprof.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a profile that has frames left out is what pprof leaves of it; needs Go. */
final class PprofPruningIT {
  private static final Pattern TOP_LINE =
      Pattern.compile(
          "\\s*(\\d+)\\s+\\S*%\\s+\\S*%\\s+(\\d+)\\s+\\S*%\\s{2}(.*?)( \\((?:partial-)?inline\\))?");

  private static final List<String> FUNCTIONS =
      List.of(
          "main",
          "start",
          "malloc",
          "operator new(unsigned long)",
          "(anonymous namespace)::grow(int)",
          "std::less::operator()(int, int)",
          ".free",
          "je_malloc",
          "pool::malloc(unsigned long)",
          "tcmalloc::Alloc");

  @TempDir private Path folder = Path.of("");

  private record Counted(long self, long total) {
    Counted and(Counted other) {
      return new Counted(self + other.self, total + other.total);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        "malloc -",
        "malloc|free -",
        ".*malloc.* -",
        ".*malloc.* je_malloc|pool::.*",
        "(?i).*ALLOC -",
        "operator.new|free operator.new",
        "\\(anonymous.namespace\\)::grow -",
        ".*::operator\\(\\) -",
        "(?:main|start) -",
        ".* main|malloc",
        ".* -",
        "main|malloc|free|je_malloc free|main",
        "[[:alpha:]]+ -",
        "[a-z_]+|(?P<cpp>.*::\\w+) start",
        "nothing.of.it -",
        "- malloc",
        "*malloc -",
        "malloc *",
      })
  void printsTheTableOfPprof(@Nullable String drop, @Nullable String keep) throws Exception {
    for (int seed = 0; seed < 4; seed++) {
      Path file = folder.resolve("profile.pb");
      Files.write(file, profile(new SplittableRandom(seed), drop, keep).toByteArray());

      InputTree ours = StackInput.readTree(file, InputOptions.DEFAULT);

      assertThat(byName(ours.tree())).isEqualTo(top(file));
    }
  }

  private static Profile profile(
      SplittableRandom random, @Nullable String drop, @Nullable String keep) {
    Profile.Builder profile =
        Profile.newBuilder()
            .addSampleType(ValueType.newBuilder().setType(1).setUnit(2))
            .addAllStringTable(List.of("", "samples", "count"));
    for (int id = 1; id <= FUNCTIONS.size(); id++) {
      profile.addFunction(Function.newBuilder().setId(id).setName(2 + id));
      profile.addStringTable(FUNCTIONS.get(id - 1));
    }
    int places = 30;
    for (int id = 1; id <= places; id++) {
      Location.Builder place = Location.newBuilder().setId(id).setAddress(4096L * id);
      for (int line = Math.max(0, random.nextInt(5) - 2); line >= 0; line--) {
        place.addLine(Line.newBuilder().setFunctionId(1 + random.nextInt(FUNCTIONS.size())));
      }
      profile.addLocation(place);
    }
    for (int i = 0; i < 200; i++) {
      Sample.Builder sample = Sample.newBuilder().addValue(1 + random.nextInt(9));
      for (int depth = random.nextInt(8); depth >= 0; depth--) {
        sample.addLocationId(1 + random.nextInt(places));
      }
      profile.addSample(sample);
    }
    if (drop != null) {
      profile.setDropFrames(profile.getStringTableCount()).addStringTable(drop);
    }
    return keep == null
        ? profile.build()
        : profile.setKeepFrames(profile.getStringTableCount()).addStringTable(keep).build();
  }

  private Map<String, Counted> top(Path file) throws Exception {
    Path printed = folder.resolve("printed");
    Process go =
        new ProcessBuilder(
                "go",
                "tool",
                "pprof",
                "-top",
                "-nodecount=10000000",
                "-nodefraction=0",
                "-edgefraction=0",
                file.toString())
            .redirectOutput(printed.toFile())
            .redirectError(folder.resolve("said").toFile())
            .start();
    assertThat(go.waitFor()).isZero();
    Map<String, Counted> rows = new HashMap<>();
    for (String line : Files.readAllLines(printed)) {
      Matcher row = TOP_LINE.matcher(line);
      if (row.matches()) {
        Counted counted = new Counted(Long.parseLong(row.group(1)), Long.parseLong(row.group(2)));
        rows.put(row.group(3), counted);
      }
    }
    return rows;
  }

  private static Map<String, Counted> byName(CallTree tree) {
    Map<String, Counted> counts = new HashMap<>();
    List<String> path = new ArrayList<>();
    for (int node = 1; node < tree.size(); node++) {
      String name = tree.frame(node).name();
      path.subList(tree.depth(node) - 1, path.size()).clear();
      boolean again = path.contains(name);
      path.add(name);
      counts.merge(name, new Counted(tree.self(node), again ? 0 : tree.total(node)), Counted::and);
    }
    return counts;
  }
}
