package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.seccomp.RefusedCall;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefusalViewTest {

  private final StringWriter out = new StringWriter();

  @Test
  void aLineComesOnlyWhenTheCountHasGrown() {
    RefusalView view = new RefusalLines(new PrintWriter(out), RefusalLines.TEXT);
    view.show(List.of(refused("mount", "EPERM", 3)));
    view.show(List.of(refused("mount", "EPERM", 3)));
    view.end(List.of(refused("mount", "EPERM", 5)));

    assertThat(out.toString().lines().map(line -> line.replaceFirst("^\\S+", "T")))
        .containsExactly(
            "T  web  mount  EPERM  +3  nginx[42]", "T  web  mount  EPERM  +2  nginx[42]");
  }

  @Test
  void jsonTellsASignalFromAnErrno() {
    RefusalView view = new RefusalLines(new PrintWriter(out), RefusalLines.JSON);
    view.show(List.of(refused("acct", null, 1), refused("mount", "EPERM", 1)));

    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"errno\":null,\"signal\":\"SIGSYS\""),
            line -> assertThat(line).contains("\"errno\":\"EPERM\",\"signal\":null"));
  }

  @Test
  void namesOfOthersCannotSteerTheTerminal() {
    RefusedCall hostile =
        new RefusedCall(
            "w\u001b[2Jb", 7, "mount", 165, RefusalTable.MACHINE, "EPERM", 1, 0, "\n", 1);

    assertThat(String.join("", RefusalTable.lines(List.of(hostile), 9)))
        .doesNotContain("\u001b")
        .doesNotContain("\n");
  }

  @Test
  void aTableLeavesOutWhatATerminalCannotHold() {
    List<RefusedCall> many =
        IntStream.range(0, 30).mapToObj(i -> refused("call " + i, "EPERM", 1)).toList();

    assertThat(RefusalTable.lines(many, 18)).hasSize(20).endsWith("and 12 more kinds");
    assertThat(RefusalTable.lines(List.of(), 18)).endsWith("nothing was refused so far");
  }

  @Test
  void aTableIsDrawnOverItself() {
    RefusalView view = new RefusalTable(new PrintWriter(out), 60);
    view.show(List.of(refused("mount", "EPERM", 1)));
    view.end(List.of(refused("mount", "EPERM", 2)));

    assertThat(out.toString()).contains("\u001b[2A\u001b[J");
    assertThat(out.toString().lines()).allMatch(line -> line.length() < 70);
  }

  private static RefusedCall refused(String call, @Nullable String error, long count) {
    return new RefusedCall("web", 7, call, 165, RefusalTable.MACHINE, error, count, 0, "nginx", 42);
  }
}
