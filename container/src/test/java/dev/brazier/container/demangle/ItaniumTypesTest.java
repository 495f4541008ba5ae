package dev.brazier.container.demangle;

import static dev.brazier.container.demangle.Reading.leavesAlone;
import static dev.brazier.container.demangle.Reading.reads;

import org.junit.jupiter.api.Test;

/** Types and template arguments, by the productions of the Itanium ABI. */
final class ItaniumTypesTest {

  @Test
  void readsBuiltInTypes() {
    reads(
        "_Z1fbcahstijlmxynofdegwz",
        "f(bool, char, signed char, unsigned char, short, unsigned short, int, unsigned int, long, unsigned long, long long, unsigned long long, __int128, unsigned __int128, float, double, long double, __float128, wchar_t, ...)");
    reads("_Z1fDnDsDiDuDh", "f(decltype(nullptr), char16_t, char32_t, char8_t, half)");
    reads("_Z1fDF16_DF16bDF32x", "f(_Float16, std::bfloat16_t, _Float32x)");
    reads("_Z1fDB7_DU9_", "f(_BitInt(7), unsigned _BitInt(9))");
    reads("_Z1fu3foo", "f(foo)");
  }

  @Test
  void readsPointersReferencesAndQualifiers() {
    reads("_Z1fPKc", "f(char const*)");
    reads("_Z1fPVKPrc", "f(char restrict* const volatile*)");
    reads("_Z1fRKiOd", "f(int const&, double&&)");
    reads("_Z1fPU8__strongi", "f(int __strong*)");
    reads("_Z1fCfGd", "f(float _Complex, double _Imaginary)");
    reads("_Z1fTs1ATu1BTe1C", "f(struct A, union B, enum C)");
  }

  @Test
  void readsFunctionsArraysAndMemberPointers() {
    reads("_Z1fPFvPFiiEE", "f(void (*)(int (*)(int)))");
    reads("_Z1fPFPFvvEvE", "f(void (*(*)())())");
    reads("_Z1fRA2_A3_Kc", "f(char const (&) [2][3])");
    reads("_Z1fPA_i", "f(int (*) [])");
    reads("_Z1fM1Ai", "f(int A::*)");
    reads("_Z1fM1AKFvvE", "f(void (A::*)() const)");
    reads("_Z1fPFvvRE", "f(void (*)() &)");
    reads("_Z1fPDoFvvE", "f(void (*)() noexcept)");
    reads("_Z1fPDOLb1EEFvvE", "f(void (*)() noexcept(true))");
    reads("_Z1fPDwiEFvvE", "f(void (*)() throw(int))");
    reads("_Z1fPDxFvvE", "f(void (*)() transaction_safe)");
    reads("_Z1fDv4_f", "f(float __vector(4))");
    reads("_Z1fIiEPFvT_Ev", "void (*f<int>())(int)");
    reads("_Z1fIiEPA3_iv", "int (*f<int>()) [3]");
  }

  @Test
  void readsTemplateArguments() {
    reads("_Z1fIiEvT_", "void f<int>(int)");
    reads("_Z1fI1AIiEEvv", "void f<A<int> >()");
    reads(
        "_Z1fILi5ELj5ELl5ELm5ELx5ELy5ELb1ELc65ELin5EEvv",
        "void f<5, 5u, 5l, 5ul, 5ll, 5ull, true, (char)65, -5>()");
    reads("_Z1fIL1E1EEvv", "void f<(E)1>()");
    reads("_Z1fILf40000000EEvv", "void f<(float)[40000000]>()");
    reads("_Z1fILDn0EEvv", "void f<(decltype(nullptr))0>()");
    reads("_Z1fILDnEEvv", "void f<decltype(nullptr)>()");
    reads("_Z1fIXadL_Z1giEEEvv", "void f<&(g(int))>()");
    reads("_Z1fIXadL_ZN1A1gEiEEEvv", "void f<&A::g>()");
    reads("_Z1fIXadL_ZNK1A1gEiEEEvv", "void f<&(A::g(int) const)>()");
    reads("_Z1fITnDaLi1EEvv", "void f<1>()");
    leavesAlone("_Z1fIiEvT0_");
  }

  @Test
  void expandsPacks() {
    reads("_Z1fIJidEEvDpT_", "void f<int, double>(int, double)");
    reads("_Z1fIJidEEvDpRKT_", "void f<int, double>(int const&, double const&)");
    reads("_Z1fIJidEEvDpPFvT_E", "void f<int, double>(void (*)(int), void (*)(double))");
    reads("_Z1fIJEEvDpT_", "void f<>()");
    reads("_Z1fIiJEEvT_DpT0_", "void f<int>(int)");
    reads("_Z1fIJEiEvDpT_T0_", "void f<int>(int)");
    reads("_Z1fIJidEEvSt5tupleIJDpT_EE", "void f<int, double>(std::tuple<int, double>)");
    reads("_Z1fIJidEE1AIXsZT_EEv", "A<2> f<int, double>()");
    reads("_Z1fIJRiOdEEvDpOT_", "void f<int&, double&&>(int&, double&&)");
  }

  @Test
  void collapsesReferencesAndQualifiersOfArguments() {
    reads("_Z1fIiEvOT_", "void f<int>(int&&)");
    reads("_Z1fIRiEvOT_", "void f<int&>(int&)");
    reads("_Z1fIOiEvRT_", "void f<int&&>(int&)");
    reads("_Z1fIKiEvPKT_", "void f<int const>(int const*)");
    reads("_Z1fIA3_iEvRT_", "void f<int [3]>(int (&) [3])");
  }

  @Test
  void bindsParametersOfBackReferencesWhereTheyAreUsed() {
    reads("_ZZ1fvENKUlRT_E_clI1AEEDaS0_", "auto f()::{lambda(auto:1&)#1}::operator()<A>(A&) const");
    reads(
        "_Z1hIZ1gIiEvPKT_EUlvE_EvS1_",
        "void h<g<int>(int const*)::{lambda()#1}>(g<int>(int const*)::{lambda()#1})");
  }

  @Test
  void readsConstraints() {
    reads("_Z1fITk1CiEvT_Q1DIS0_E", "void f<int>(int) requires D<int>");
    reads("_Z1fIiQ1CIT_EEvS0_", "void f<int>(int)");
    reads("_Z1fDk1A", "f(A auto)");
    reads("_Z1fIiEvvQrqXplLi1ELi2EE", "void f<int>() requires requires { (1)+(2); }");
    reads(
        "_Z1fIiEvvQrqTNT_1xEXngLi1ENR1CQLb1EE",
        "void f<int>() requires requires { typename int::x; {-(1)} noexcept -> C; requires true; }");
  }

  @Test
  void readsEnableIf() {
    reads("_Z1fUa9enable_ifILb1EEi", "f(int) [enable_if:true]");
  }
}
