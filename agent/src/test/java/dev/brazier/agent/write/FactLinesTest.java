package dev.brazier.agent.write;

import static dev.brazier.agent.write.ProfileFixture.balance;
import static dev.brazier.agent.write.ProfileFixture.frame;
import static dev.brazier.agent.write.ProfileFixture.process;
import static dev.brazier.agent.write.ProfileFixture.profile;
import static dev.brazier.agent.write.ProfileFixture.stack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.container.symbol.UnnamedReason;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FactLinesTest {

  @Test
  void saysWhatHasNoNameAndWhyMostFrequentFirst() {
    Profile profile =
        profile(
            balance(4, 0),
            stack(process(1, "a", "host"), 1, frame("main"), unnamed("x.so")),
            stack(process(1, "a", "host"), 3, frame("main"), unnamed("y.so")));

    assertThat(FactLines.of(profile))
        .contains(
            "frames without a name: 4 of 8 (50.0 %): 3 y.so: "
                + UnnamedReason.STRIPPED.text()
                + "; 1 x.so: "
                + UnnamedReason.STRIPPED.text());
  }

  @Test
  void saysHowStacksEnded() {
    Profile profile =
        profile(
            balance(4, 0),
            cut(1, StackOutcome.BROKEN_CHAIN),
            stack(process(1, "a", "host"), 3, frame("main")));

    assertThat(FactLines.of(profile))
        .contains("stacks: 75.0 % reached their end, 25.0 % cut by code without frame pointers");
  }

  @Test
  void neitherHidesASmallShareNorRoundsALargeOneUp() {
    assertThat(Shares.percent(3, 10_000)).isEqualTo("0.03 %");
    assertThat(Shares.percent(9_997, 10_000)).isEqualTo("99.97 %");
    assertThat(Shares.percent(1, 1_000_000)).isEqualTo("< 0.01 %");
    assertThat(Shares.percent(999_999, 1_000_000)).isEqualTo("> 99.99 %");
    assertThat(Shares.percent(1, 1_000)).isEqualTo("0.1 %");
    assertThat(Shares.percent(0, 7)).isEqualTo("0 %");
    assertThat(Shares.percent(7, 7)).isEqualTo("100 %");
  }

  @Test
  void tellsWholeStacksFirstAndThenTheLargestShares() {
    Profile profile =
        profile(
            balance(10, 0),
            cut(1, StackOutcome.NO_TABLE),
            cut(3, StackOutcome.NO_UNWIND_INFORMATION),
            cut(1, StackOutcome.KERNEL_ONLY),
            cut(5, StackOutcome.COMPLETE));

    assertThat(FactLines.of(profile))
        .contains(
            "stacks: 50.0 % reached their end, 10.0 % kernel only, no user part, 30.0 % cut by code"
                + " without unwind information, 10.0 % cut in files met just then, before their"
                + " unwind table was ready");
  }

  @Test
  void givesTheRemedyForWhatCutsMostStacks() {
    Profile jit =
        profile(
            balance(10, 0),
            cut(2, StackOutcome.GENERATED_CODE),
            cut(1, StackOutcome.NO_TABLE),
            cut(7, StackOutcome.COMPLETE));
    Profile nothingHelps =
        profile(
            balance(2, 0), cut(1, StackOutcome.STACK_UNREADABLE), cut(1, StackOutcome.TOO_DEEP));

    assertThat(FactLines.of(jit))
        .filteredOn(line -> line.startsWith("hint: "))
        .singleElement()
        .asString()
        .contains("-XX:+PreserveFramePointer");
    assertThat(FactLines.of(nothingHelps)).noneMatch(line -> line.startsWith("hint: "));
  }

  @Test
  void theSummaryNamesTheEngine() {
    assertThat(FactLines.summary(profile(balance(0, 0)))).contains("engine    BPF");
  }

  @Test
  void namesTheHottestFunctionsBySelf() {
    Profile profile =
        profile(
            balance(4, 0),
            stack(process(1, "a", "host"), 3, frame("main"), frame("hot")),
            stack(process(1, "a", "host"), 1, frame("main"), frame("cool")));

    assertThat(FactLines.summary(profile))
        .containsSubsequence("hottest   75.0 %  hot  app", "          25.0 %  cool  app");
  }

  @Test
  void shortensTheNamesOfTemplateInstances() {
    String name = "std::vector<" + "x".repeat(500) + ">::push_back";
    Profile profile = profile(balance(1, 0), stack(process(1, "a", "host"), 1, frame(name)));

    assertThat(FactLines.summary(profile))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(120))
        .anySatisfy(line -> assertThat(line).contains("std::vector<").contains(">::push_back"));
  }

  @Test
  void anEmptyProfileIsToldWithoutDivision() {
    assertThat(FactLines.summary(profile(balance(0, 0))))
        .contains("samples   0 wanted, 0 received, 0 lost", "stacks    none");
  }

  @Test
  void givesTheRemedyForTheLargestShareWithoutNames() {
    Profile profile =
        profile(
            balance(4, 0),
            stack(process(1, "a", "host"), 1, frame("main"), unnamed("x.so")),
            stack(process(1, "a", "host"), 3, frame("main"), unnamed("y.so")));

    assertThat(FactLines.of(profile))
        .filteredOn(line -> line.startsWith("hint: "))
        .singleElement()
        .asString()
        .contains("y.so")
        .contains("debug symbols");
  }

  @Test
  void givesNoRemedyWhereLittleIsMissing() {
    Profile profile =
        profile(
            balance(100, 0),
            stack(process(1, "a", "host"), 99, frame("main"), frame("f")),
            stack(process(1, "a", "host"), 1, frame("main"), unnamed("y.so")));

    assertThat(FactLines.of(profile)).noneMatch(line -> line.startsWith("hint: "));
  }

  private static ProfileStack cut(long samples, StackOutcome outcome) {
    return new ProfileStack(process(1, "a", "host"), null, List.of(frame("f")), samples, outcome);
  }

  private static ProfileFrame unnamed(String module) {
    return ProfileFrame.unnamed(Kind.NATIVE, module, UnnamedReason.STRIPPED);
  }
}
