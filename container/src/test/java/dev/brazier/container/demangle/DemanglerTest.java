package dev.brazier.container.demangle;

import static dev.brazier.container.demangle.Reading.leavesAlone;
import static dev.brazier.container.demangle.Reading.reads;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class DemanglerTest {

  @Test
  void leavesNamesOfCAlone() {
    leavesAlone("");
    leavesAlone("_");
    leavesAlone("_Z");
    leavesAlone("_start");
    leavesAlone("main");
    leavesAlone("_Zombie");
    leavesAlone("_Round_up");
    leavesAlone("_GLOBAL_OFFSET_TABLE_");
    leavesAlone("__Z1fv");
  }

  @Test
  void leavesNamesWithSomethingBehindThemAlone() {
    leavesAlone("_Z1fi@plt");
    leavesAlone("_Z1fi@@LIB_1.0");
    leavesAlone("_Z1fi.");
    leavesAlone("_Z1fi.A-b");
    leavesAlone("_ZN1A1BEE");
  }

  @Test
  void tellsClonesOfFunctionsAndData() {
    reads("_Z1fi.cold", "f(int) [clone .cold]");
    reads("_Z1fi.isra.0.cold", "f(int) [clone .isra.0] [clone .cold]");
    reads("_Z1fi.constprop.0", "f(int) [clone .constprop.0]");
    reads("_Z1fi.part.0.isra.3", "f(int) [clone .part.0] [clone .isra.3]");
    reads("_Z1fi.1.2", "f(int) [clone .1.2]");
    reads("_Z1fi.cold_part.4.b.5.6", "f(int) [clone .cold_part.4] [clone .b.5.6]");
    reads("_ZN1A4dataE.llvm.42", "A::data [clone .llvm.42]");
  }

  @Test
  void namesWhatInitializersAreFor() {
    reads("_GLOBAL__sub_I__Z3foov", "global constructors keyed to foo()");
    reads("_GLOBAL__sub_I_file.cpp", "global constructors keyed to file.cpp");
    reads("_GLOBAL__sub_D__ZN1A1xE.cold", "global destructors keyed to A::x [clone .cold]");
    reads("_GLOBAL__I__Z3foov", "global constructors keyed to foo()");
    reads("_GLOBAL__D_bar", "global destructors keyed to bar");
    reads("_GLOBAL__I__GLOBAL__I_bar", "global constructors keyed to _GLOBAL__I_bar");
    leavesAlone("_GLOBAL__X_bar");
  }

  @Test
  void leavesOffTheOutermostParametersOnRequest() {
    short_("_Z1fi", "f");
    short_("_Z3maxIiET_S0_S0_", "max<int>");
    short_("_ZNKRSt6vectorIiE4sizeEv", "std::vector<int>::size");
    short_("_ZN1AcvT_IiEEv", "A::operator int<int>");
    short_("_ZZ1fiENKUlvE_clEv.cold", "f(int)::{lambda()#1}::operator() [clone .cold]");
    short_("_ZThn8_N1A1fEi", "non-virtual thunk to A::f");
    short_("_ZTV1A", "vtable for A");
    short_("_GLOBAL__sub_I__Z3fooi", "global constructors keyed to foo");
    short_("_RNvC1a1b", "a::b");
  }

  private static void short_(String mangled, String expected) {
    assertThat(Demangler.demangle(mangled, DemangleStyle.NO_PARAMETERS)).isEqualTo(expected);
  }

  @Test
  void countsIdentifiersInBytesOfUtf8() {
    reads("_Z6größv", "größ()");
    reads("_Z7世😀v", "世😀()");
    leavesAlone("_Z5größv");
  }

  @Test
  void cutsOffTextsOfExponentialLength() {
    StringBuilder name = new StringBuilder("_Z1fSt4pairIiiE");
    for (int i = 0; i < 35; i++) {
      String last = "S" + Integer.toString(i, 36).toUpperCase(Locale.ROOT) + "_";
      name.append("S_I").append(last).append(last).append('E');
    }
    leavesAloneInTime(name.toString());
  }

  @Test
  void cutsOffDeepNesting() {
    leavesAloneInTime("_Z1f" + "P".repeat(60_000) + "i");
    leavesAloneInTime("_Z1f" + "1AI".repeat(20_000) + "i" + "E".repeat(20_000));
    leavesAloneInTime("_ZN" + "1A".repeat(30_000) + "E");
    leavesAloneInTime("_Z1fi" + ".a".repeat(30_000));
    leavesAloneInTime("_Z" + "Thn8_".repeat(10_000) + "1fv");
    leavesAloneInTime("_RNv" + "Nv".repeat(30_000) + "C1a1b");
    leavesAloneInTime("_RINvC1a1b" + "R".repeat(60_000) + "uE");
  }

  @Test
  void cutsOffNamesThatReadThemselvesOverAndOver() {
    leavesAloneInTime("_Z1fIX" + "sr1AIX".repeat(100) + "Li1E" + "EE1x".repeat(100) + "EEvv");
    leavesAloneInTime("_ZcvPT_IS0_Ev");
  }

  @Test
  void cutsOffBackReferencesThatDouble() {
    StringBuilder name = new StringBuilder("_RINvC1a1bTuuE");
    int previous = "INvC1a1b".length();
    for (int i = 0; i < 60; i++) {
      int start = name.length() - "_R".length();
      String reference = "B" + Integer.toString(previous - 1, 36) + "_";
      name.append('T').append(reference).append(reference).append('E');
      previous = start;
    }
    leavesAloneInTime(name.append('E').toString());
  }

  /** On a thread with half of the usual stack: a profiler's threads may be that small. */
  private static void leavesAloneInTime(String name) {
    String[] result = new String[1];
    Thread thread =
        new Thread(null, () -> result[0] = Demangler.demangle(name), "small", 512 * 1024);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          thread.start();
          thread.join();
        });
    assertThat(result[0]).isEqualTo(name);
  }
}
