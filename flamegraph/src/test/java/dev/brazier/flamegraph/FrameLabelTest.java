package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameLabelTest {
  /**
   * A line of {@code labels.txt}.
   *
   * @param forms from the longest to the shortest; the first is the name
   */
  record Case(FrameKind kind, List<String> forms) {}

  @Test
  void shortensNamesStepByStep() throws IOException {
    for (Case expected : cases()) {
      assertThat(FrameLabel.forms(expected.forms().get(0), expected.kind()))
          .isEqualTo(expected.forms());
    }
  }

  @Test
  void takesTheLongestFormThatFits() {
    Frame run = new Frame("java/util/concurrent/ThreadPoolExecutor$Worker.run", FrameKind.JIT);

    assertThat(FrameLabel.fitting(run, 50)).isEqualTo(run.name());
    assertThat(FrameLabel.fitting(run, 49)).isEqualTo("j.u.c.ThreadPoolExecutor$Worker.run");
    assertThat(FrameLabel.fitting(run, 29)).isEqualTo("ThreadPoolExecutor$Worker.run");
    assertThat(FrameLabel.fitting(run, 28)).isEqualTo("run");
  }

  @Test
  void cutsWhatHasNoShorterFormAndShowsNothingBelowThreeLetters() {
    Frame entry = new Frame("do_syscall_64", FrameKind.KERNEL);

    assertThat(FrameLabel.fitting(entry, 8)).isEqualTo("do_sysc\u2026");
    assertThat(FrameLabel.fitting(entry, 4)).isEqualTo("do_\u2026");
    assertThat(FrameLabel.fitting(entry, 3)).isEmpty();
    assertThat(FrameLabel.fitting(new Frame("do", FrameKind.KERNEL), 3)).isEqualTo("do");
  }

  @Test
  void partsNoPairOfSurrogates() {
    Frame fire = new Frame("\ud83d\udd25\ud83d\udd25\ud83d\udd25\ud83d\udd25", FrameKind.NATIVE);

    assertThat(FrameLabel.fitting(fire, 6)).isEqualTo("\ud83d\udd25\ud83d\udd25\u2026");
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = FrameLabelTest.class.getResourceAsStream("labels.txt")) {
      assertThat(in).isNotNull();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().skip(1).toList()) {
        List<String> cells = Arrays.asList(line.split("\t", -1));
        FrameKind kind =
            Arrays.stream(FrameKind.values())
                .filter(k -> cells.get(0).equals(Character.toString(k.letter())))
                .findFirst()
                .orElseThrow();
        cases.add(new Case(kind, cells.subList(1, cells.size())));
      }
    }
    return cases;
  }
}
