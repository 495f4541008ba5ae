package dev.brazier.agent.export.top;

import static dev.brazier.agent.export.ExportFixture.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.export.ExportFixture;
import dev.brazier.agent.profile.ModuleFile;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.write.FactLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class TopTableTest {

  @Test
  void countsSelfAndTotalTheHottestFirst() {
    TopTable table = TopTable.of(ExportFixture.timed(), 3);

    assertThat(table.rows())
        .extracting(row -> row.frame().name() + " " + row.self() + " " + row.total())
        .containsExactly(ExportFixture.STRIPPED.name() + " 3 3", "vfs_read 2 2", "main 1 3");
    assertThat(table.functions()).isEqualTo(4);
    assertThat(table.samples()).isEqualTo(6);
  }

  @Test
  void recursionCountsOnce() {
    TopTable table = TopTable.of(ExportFixture.deep(100), 1);

    assertThat(table.rows().get(0).total()).isEqualTo(1);
  }

  @Test
  void oneFunctionInTwoFilesOfANameIsOneRow() {
    ProfileFrame other = ExportFixture.READ.in(new ModuleFile("/lib/libc.so.6", ""));
    Profile profile =
        new Profile(
            ExportFixture.facts(),
            List.of(
                ExportFixture.stack(ExportFixture.WEB, null, 2, ExportFixture.READ),
                ExportFixture.stack(ExportFixture.SHELL, null, 1, other)));

    TopTable table = TopTable.of(profile, 9);

    assertThat(table.rows()).hasSize(1);
    assertThat(table.rows().get(0).self()).isEqualTo(3);
    assertThat(TopText.origins(table.rows().get(0))).isEqualTo("web/nginx, host/sh");
  }

  @Test
  void sumsThatAreTooLargeSaturate() {
    Profile foreign = ExportFixture.foreign(Long.MAX_VALUE, ExportFixture.MAIN);
    Profile profile =
        new Profile(foreign.facts(), List.of(foreign.stacks().get(0), foreign.stacks().get(0)));

    assertThat(TopTable.of(profile, 1).rows().get(0).self()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aTerminalShowsAlignedColumnsAndWhatIsLeftOut() {
    List<String> lines = TerminalTop.lines(TopTable.of(ExportFixture.timed(), 2));

    assertThat(lines)
        .containsExactly(
            "     self      total  function                                           kind        "
                + " module    from",
            "   50.0 %     50.0 %  [sh: stripped: no symbol table and no debug file]  unknown     "
                + " sh        host/sh",
            "   33.3 %     33.3 %  vfs_read                                           kernel      "
                + " [kernel]  web/nginx",
            "2 of 4 functions, 6 samples");
  }

  @Test
  void aTerminalIsNotAtTheMercyOfNames() {
    TopTable table = TopTable.of(ExportFixture.named(ExportFixture.hostileNames()), 100);

    for (String line : TerminalTop.lines(table)) {
      assertThat(line.codePoints())
          .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
      assertThat(line.length()).isLessThan(300);
    }
  }

  @Test
  void markdownIsATableUnderTheTruthHeader() throws IOException {
    String text = markdown(ExportFixture.timed(), 2);

    assertThat(text)
        .startsWith("# Hottest functions\n\n- testhost, ")
        .contains("- note: a note\n")
        .contains(
            "\n| 2 | 33.3 % | 2 | 33.3 % | vfs\\_read | kernel | \\[kernel\\] | web/nginx |\n")
        .endsWith("\n2 of 4 functions, 6 samples\n");
  }

  @Test
  void markdownKeepsItsRowsWhateverTheNames() throws IOException {
    List<String> names = ExportFixture.hostileNames();
    String text = markdown(ExportFixture.named(names), 100);

    List<String> rows = text.lines().filter(line -> line.startsWith("| ")).toList();
    assertThat(rows).hasSize(2 + names.size() + 1);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.replace("\\\\", "").replace("\\|", "")).matches("(\\|[^|]*){8}\\|"));
    assertThat(text).doesNotContain("<script");
  }

  @Test
  void kindsAreWords() {
    assertThat(TopText.kind(ProfileFrame.named("f", Kind.INTERPRETED, "")))
        .isEqualTo("interpreted");
    assertThat(TopText.kind(ExportFixture.STRIPPED)).isEqualTo("unknown");
  }

  @Test
  void numbersAreTheSameInEveryLocale() throws IOException {
    Profile profile = ExportFixture.foreign(1_234_567, ExportFixture.MAIN);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("de-DE"));

      assertThat(TerminalTop.lines(TopTable.of(profile, 1)))
          .last()
          .asString()
          .contains("1,234,567");
      assertThat(markdown(profile, 1)).contains("| 1,234,567 | 100 % |", " 1,234,567 ");
      assertThat(FactLines.of(profile)).anyMatch(line -> line.contains("1,234,567"));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String markdown(Profile profile, int limit) throws IOException {
    return new String(written(new MarkdownExport(limit), profile), StandardCharsets.UTF_8);
  }
}
