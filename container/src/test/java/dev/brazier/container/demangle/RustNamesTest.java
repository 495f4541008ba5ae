package dev.brazier.container.demangle;

import static dev.brazier.container.demangle.Reading.leavesAlone;
import static dev.brazier.container.demangle.Reading.reads;

import org.junit.jupiter.api.Test;

/** The two manglings of Rust. */
final class RustNamesTest {
  private static final String HASH = "17h0123456789abcdefE";

  @Test
  void readsLegacyNames() {
    reads("_ZN4core3fmt5write" + HASH, "core::fmt::write");
    reads("_ZN4core3ptr27drop_in_place$LT$$RF$u8$GT$" + HASH, "core::ptr::drop_in_place<&u8>");
    reads("_ZN35_$LT$A$u20$as$u20$b..C$LT$D$GT$$GT$3fmt" + HASH, "<A as b::C<D>>::fmt");
    reads("_ZN4test27$u7b$$u7b$closure$u7d$$u7d$" + HASH, "test::{{closure}}");
    reads("_ZN1a11$LP$$C$$RP$" + HASH, "a::(,)");
    reads("_ZN1a4b$x$" + HASH, "a::b$x$");
    reads("_ZN1a1b" + HASH + ".llvm.1A2B", "a::b");
    reads("_ZN1a1b" + HASH + ".cold", "a::b [clone .cold]");
  }

  @Test
  void takesNamesWithoutARealHashForCpp() {
    reads("_ZN1a17h0000000000000000E", "a::h0000000000000000");
    reads("_ZN1a17h0123456789abcdeXE", "a::h0123456789abcdeX");
    reads("_ZN1a17h0123456789abcdef1bE", "a::h0123456789abcdef::b");
  }

  @Test
  void readsPaths() {
    reads("_RNvC6_123foo3bar", "123foo::bar");
    reads("_RNvCs1234_7mycrate3foo", "mycrate::foo");
    reads("_RNvNtCs1_7mycrate3mod3foo.llvm.1A2B", "mycrate::mod::foo");
    reads("_RNvNtCs1_7mycrate3mod3foo.cold", "mycrate::mod::foo [clone .cold]");
    reads("_RNvC1au9bcher_kva", "a::bücher");
    reads("_RNCNvC1a1b0", "a::b::{closure#0}");
    reads("_RNCNvC1a1bs_0", "a::b::{closure#1}");
    reads("_RNSNvC1a1bs_4shim", "a::b::{shim:shim#1}");
    leavesAlone("_RNvC1a");
    leavesAlone("_R2NvC1a1b");
    leavesAlone("_RNvC1a1b tail");
  }

  @Test
  void readsImplementations() {
    reads("_RNvMC1aNtB2_1S1f", "<a::S>::f");
    reads("_RNvXC1aNtB2_1SNtB2_1T1f", "<a::S as a::T>::f");
    reads("_RNvYNtC1a1SNtB4_1T1f", "<a::S as a::T>::f");
  }

  @Test
  void readsTypes() {
    reads("_RINvC1a1bhE", "a::b::<u8>");
    reads("_RINvC1a1bRhQhPhOhE", "a::b::<&u8, &mut u8, *const u8, *mut u8>");
    reads("_RINvC1a1bShAhj3_TETuETuhEE", "a::b::<[u8], [u8; 3], (), ((),), ((), u8)>");
    reads(
        "_RINvC1a1bFEuFUKChEhFK7foo_barEzE",
        "a::b::<fn(), unsafe extern \"C\" fn(u8) -> u8, extern \"foo-bar\" fn() -> !>");
    reads("_RINvC1a1bFG_RL0_hEuE", "a::b::<for<'a> fn(&'a u8)>");
    reads("_RINvC1a1bDNtC1c1TEL_E", "a::b::<dyn c::T>");
    reads("_RINvC1a1bDNtC1c1TNtC1c1UEL_E", "a::b::<dyn c::T + c::U>");
    reads("_RINvC1a1bDINtC1c1ThEp1XmEL_E", "a::b::<dyn c::T<u8, X = u32>>");
    reads("_RINvC1a1bINtC1c1VhEE", "a::b::<c::V<u8>>");
    reads("_RINvC1a1bL_E", "a::b::<'_>");
    leavesAlone("_RINvC1a1bRL0_hE");
  }

  @Test
  void readsConstants() {
    reads("_RINvC1a1bKj7b_E", "a::b::<123>");
    reads("_RINvC1a1bKin7b_Kj0_E", "a::b::<-123, 0>");
    reads("_RINvC1a1bKb0_Kb1_KpE", "a::b::<false, true, _>");
    reads("_RINvC1a1bKc41_Kc27_Kca_E", "a::b::<'A', '\\'', '\\n'>");
    reads("_RINvC1a1bKo10000000000000000_E", "a::b::<0x10000000000000000>");
    reads("_RINvC1a1bKRe616263_E", "a::b::<\"abc\">");
    reads("_RINvC1a1bKAj1_j2_EE", "a::b::<[1, 2]>");
    reads("_RINvC1a1bKVNtC1c1STj1_EE", "a::b::<c::S(1)>");
    reads("_RINvC1a1bKVNtC1c1SS1xj1_EE", "a::b::<c::S { x: 1 }>");
    leavesAlone("_RINvC1a1bKb2_E");
    leavesAlone("_RINvC1a1bKcd800_E");
  }

  @Test
  void followsBackReferencesToWhatStandsBeforeThemOnly() {
    reads("_RINvC1a1bTuuEB7_E", "a::b::<((), ()), ((), ())>");
    leavesAlone("_RINvC1a1bB7_E");
    leavesAlone("_RINvC1a1bBz_E");
  }

  @Test
  void leavesOffTheCrateThatInstantiates() {
    reads("_RINvC1a1bhEC1c", "a::b::<u8>");
  }
}
