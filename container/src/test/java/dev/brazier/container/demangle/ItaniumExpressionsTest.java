package dev.brazier.container.demangle;

import static dev.brazier.container.demangle.Reading.leavesAlone;
import static dev.brazier.container.demangle.Reading.reads;

import org.junit.jupiter.api.Test;

/** Expressions, by the productions of the Itanium ABI. */
final class ItaniumExpressionsTest {

  /** Reads {@code expression} as the type of a function template's result. */
  private static void expression(String mangled, String expected) {
    reads("_Z1fIiEDT" + mangled + "ET_", "decltype (" + expected + ") f<int>(int)");
  }

  @Test
  void readsOperations() {
    expression("plfp_Li1E", "{parm#1}+(1)");
    expression("ngfp_", "-{parm#1}");
    expression("pp_fp_", "++{parm#1}");
    expression("ppfp_", "{parm#1}++");
    expression("gtLi1ELi2E", "((1)>(2))");
    expression("quLb1ELi1ELi2E", "(true)?(1) : (2)");
    expression("ixfp_Li1E", "{parm#1}[1]");
    expression("dtfp_1x", "{parm#1}.x");
    expression("ptfpT1x", "this->x");
    expression("dsfp_fp0_", "{parm#1}.*{parm#2}");
    expression("cmLi1ELi2E", "(1),(2)");
    leavesAlone("_Z1fIiEDTzzfp_ET_");
  }

  @Test
  void readsCalls() {
    expression("cl1gfp_E", "g({parm#1})");
    expression("cl1gIT_Efp_E", "(g<int>)({parm#1})");
    expression("clL_Z1giEfp_E", "g({parm#1})");
    expression("cl1gspfp_E", "g({parm#1}...)");
    expression("cldtfp_1gE", "({parm#1}.g)()");
  }

  @Test
  void readsCastsAndConstruction() {
    expression("cvT_Li1E", "(int)(1)");
    expression("cvT__Li1ELi2EE", "(int)(1, 2)");
    expression("scT_fp_", "static_cast<int>({parm#1})");
    expression("rcPT_fp_", "reinterpret_cast<int*>({parm#1})");
    expression("tlT_Li1EE", "int{1}");
    expression("ilLi1ELi2EE", "{1, 2}");
    expression("tl1Adi1xLi1EE", "A{.x=(1)}");
    expression("tl1AdxLi0ELi1EE", "A{[0]=(1)}");
    expression("tl1AdXLi0ELi3ELi1EE", "A{[0 ... 3]=(1)}");
    expression("nw_T_E", "new int");
    expression("nw_T_piLi1EE", "new int(1)");
    expression("gsnaLi1E_T_E", "::new[] (1) int");
    expression("dlfp_", "delete {parm#1}");
  }

  @Test
  void readsQueries() {
    expression("stT_", "sizeof (int)");
    expression("szfp_", "sizeof {parm#1}");
    expression("szLi1E", "sizeof (1)");
    expression("atT_", "alignof (int)");
    expression("nxfp_", "noexcept({parm#1})");
    expression("tiT_", "typeid (int)");
    expression("twfp_", "throw {parm#1}");
    expression("tr", "throw");
  }

  @Test
  void readsFoldsAndPackSizes() {
    expression("frplfp_", "({parm#1}+...)");
    expression("flplfp_", "(...+{parm#1})");
    expression("fRplfp_Li1E", "({parm#1}+...+(1))");
    expression("fLplLi1Efp_", "((1)+...+{parm#1})");
    expression("sPT_E", "1");
  }

  @Test
  void readsNamesThatDependOnParameters() {
    expression("srT_1x", "int::x");
    expression("sr1AIT_E1x", "A<int>::x");
    expression("sr1AIT_EE1x", "A<int>::x");
    expression("srSt1AIT_E1x", "std::A<int>::x");
    expression("clsrSt4moveIT_Efp_E", "(std::move<int>)({parm#1})");
    expression("clsr3stdE4moveIT_Efp_E", "(std::move<int>)({parm#1})");
    expression("srT_onplIiE", "int::operator+<int>");
    expression("cldtfp_dn1AE", "({parm#1}.~A)()");
    expression("gs1x", "::x");
  }

  @Test
  void readsRareForms() {
    expression("u5__fooT_E", "__foo(int)");
    expression("so1AL_Z1xE8E", "x.<A at offset 8>");
    expression("mcM1AiL_Z1xE8E", "(int A::*)x");
  }
}
