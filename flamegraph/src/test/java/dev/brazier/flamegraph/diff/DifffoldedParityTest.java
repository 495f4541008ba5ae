package dev.brazier.flamegraph.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedReader;
import dev.brazier.flamegraph.ComparedTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Both counts of every stack are those of difffolded.pl on the same two files.
 *
 * <p>What it prints for a small pair is in {@code difffolded.tsv}. Where {@code DIFFFOLDED_PL}
 * names the program itself (github.com/brendangregg/FlameGraph, not part of this project as its
 * licence is the CDDL), it is run too, on that pair and on those that {@code DIFFFOLDED_STACKS}
 * names, two files each, all parted by colons; with {@code -Dgolden.update=true} the table is
 * written anew.
 *
 * <p>Pairs hold plain collapsed stacks. Of comments, empty frames, fractions and lines that end as
 * on Windows it makes something else than we do.
 */
class DifffoldedParityTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/brazier/flamegraph/diff");
  private static final Path BEFORE = FOLDER.resolve("before.folded");
  private static final Path AFTER = FOLDER.resolve("after.folded");
  private static final Path TABLE = FOLDER.resolve("difffolded.tsv");

  @Test
  void countsWhatDifffoldedPlCounts() throws Exception {
    String program = System.getenv("DIFFFOLDED_PL");
    if (program != null) {
      assertParityWith(program);
    }
    assertParity(BEFORE, AFTER, PeerStack.ofTable(TABLE));
  }

  /** With the program itself, and with what it prints of other pairs too. */
  private static void assertParityWith(String program) throws Exception {
    List<PeerStack> stacks = PeerStack.printedBy(program, BEFORE, AFTER);
    if (Boolean.getBoolean("golden.update")) {
      stacks.sort(Comparator.comparing(PeerStack::stack));
      Files.write(TABLE, stacks.stream().map(PeerStack::line).toList(), UTF_8);
    }
    assertParity(BEFORE, AFTER, stacks);
    String more = System.getenv("DIFFFOLDED_STACKS");
    String[] files = more == null ? new String[0] : more.split(":", -1);
    for (int i = 0; i < files.length; i += 2) {
      Path before = Path.of(files[i]);
      Path after = Path.of(files[i + 1]);
      assertParity(before, after, PeerStack.printedBy(program, before, after));
    }
  }

  private static void assertParity(Path before, Path after, List<PeerStack> theirs)
      throws IOException {
    CallTree ours = tree(before);
    CallTree oursAfter = tree(after);
    ComparedTree compared = ComparedTree.of(ours, oursAfter);
    assertThat(selfCounts(compared)).isEqualTo(byNames(theirs));
    assertThat(totalCounts(compared)).isEqualTo(byNamesOfCallers(theirs));
    assertThat(written(ours, oursAfter))
        .containsExactlyInAnyOrderElementsOf(
            theirs.stream().filter(PeerStack::isCounted).map(PeerStack::printed).toList());
    assertScaledAlike(compared, theirs);
  }

  /** It rounds what it scales down to whole numbers; the picture does not. */
  private static void assertScaledAlike(ComparedTree compared, List<PeerStack> theirs) {
    for (PeerStack stack : theirs) {
      assertThat(stack.before() * compared.factor(true) - stack.scaled())
          .as(stack.stack())
          .isBetween(-1e-6, 1 + 1e-6);
    }
  }

  /** What stacks count that end in each path; only kinds that we alone tell are left off names. */
  private static Map<String, Counts> selfCounts(ComparedTree tree) {
    return counts(tree, true);
  }

  private static Map<String, Counts> totalCounts(ComparedTree tree) {
    return counts(tree, false);
  }

  private static Map<String, Counts> counts(ComparedTree tree, boolean self) {
    Map<String, Counts> counts = new HashMap<>();
    List<String> path = new ArrayList<>();
    for (int node = 1; node < tree.size(); node++) {
      path.subList(tree.depth(node) - 1, path.size()).clear();
      path.add(tree.frame(node).name());
      Counts found =
          self
              ? new Counts(tree.selfBefore(node), tree.selfAfter(node))
              : new Counts(tree.totalBefore(node), tree.totalAfter(node));
      add(counts, String.join(";", path), found);
    }
    return counts;
  }

  private static Map<String, Counts> byNames(List<PeerStack> theirs) {
    Map<String, Counts> counts = new HashMap<>();
    theirs.forEach(stack -> add(counts, stack.names(), new Counts(stack.before(), stack.after())));
    return counts;
  }

  private static Map<String, Counts> byNamesOfCallers(List<PeerStack> theirs) {
    Map<String, Counts> counts = new HashMap<>();
    for (PeerStack stack : theirs) {
      String names = stack.names();
      for (int end = names.length(); end >= 0; end = names.lastIndexOf(';', end - 1)) {
        String callers = names.substring(0, end);
        add(counts, callers, new Counts(stack.before(), stack.after()));
      }
    }
    return counts;
  }

  private static void add(Map<String, Counts> counts, String path, Counts more) {
    if (more.before > 0 || more.after > 0) {
      counts.merge(
          path,
          more,
          (one, other) -> new Counts(one.before + other.before, one.after + other.after));
    }
  }

  private record Counts(long before, long after) {}

  private static CallTree tree(Path stacks) throws IOException {
    try (InputStream in = Files.newInputStream(stacks)) {
      return CollapsedReader.read(in).tree();
    }
  }

  private static List<String> written(CallTree before, CallTree after) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ComparedStacks.write(before, after, out);
    return out.toString(UTF_8).lines().toList();
  }
}
