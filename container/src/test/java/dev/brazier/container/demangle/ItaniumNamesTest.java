package dev.brazier.container.demangle;

import static dev.brazier.container.demangle.Reading.leavesAlone;
import static dev.brazier.container.demangle.Reading.reads;

import org.junit.jupiter.api.Test;

/** Names, by the productions of the Itanium ABI. */
final class ItaniumNamesTest {

  @Test
  void readsPlainAndNestedNames() {
    reads("_Z1fv", "f()");
    reads("_ZL6staticv", "static()");
    reads("_ZN1A1B1fEi", "A::B::f(int)");
    reads("_ZN1A1B4dataE", "A::B::data");
    reads("_ZN12_GLOBAL__N_11fEv", "(anonymous namespace)::f()");
    reads("_ZSt4movev", "std::move()");
    reads(
        "_ZNSt6vectorIiSaIiEE9push_backERKi",
        "std::vector<int, std::allocator<int> >::push_back(int const&)");
    leavesAlone("_ZN1A");
    leavesAlone("_ZNE");
    leavesAlone("_Z9shortv");
  }

  @Test
  void readsQualifiersOfMemberFunctions() {
    reads("_ZNK1A1fEv", "A::f() const");
    reads("_ZNVK1A1fEv", "A::f() const volatile");
    reads("_ZNR1A1fEv", "A::f() &");
    reads("_ZNKO1A1fEv", "A::f() const &&");
    reads("_ZNH1A1fES_i", "A::f(this A, int)");
  }

  @Test
  void readsConstructorsAndDestructors() {
    reads("_ZN1A1BC1ERKS0_", "A::B::B(A::B const&)");
    reads("_ZN1AC2Ev", "A::A()");
    reads("_ZN1AD0Ev", "A::~A()");
    reads("_ZN1BCI11AEi", "B::B(int)");
    reads("_ZNSt6vectorIiSaIiEED2Ev", "std::vector<int, std::allocator<int> >::~vector()");
    reads("_ZN1AIiEC1IdEET_", "A<int>::A<double>(double)");
    reads("_ZN1AUt_C1Ev", "A::{unnamed type#1}::{unnamed type#1}()");
    leavesAlone("_ZC1v");
  }

  @Test
  void readsAbbreviationsOfTheStandardLibrary() {
    reads(
        "_Z1fSsSaSbSiSoSd",
        "f(std::string, std::allocator, std::basic_string, std::istream, std::ostream, std::iostream)");
    reads("_Z1fSaIcE", "f(std::allocator<char>)");
    reads(
        "_ZNSsC1ERKSs",
        "std::basic_string<char, std::char_traits<char>, std::allocator<char> >"
            + "::basic_string(std::string const&)");
    reads("_ZNSoD1Ev", "std::basic_ostream<char, std::char_traits<char> >::~basic_ostream()");
  }

  @Test
  void readsSubstitutions() {
    reads("_Z3fooPK3barPFvS1_E", "foo(bar const*, void (*)(bar const*))");
    reads("_ZN1A1fE1BS0_", "A::f(B, B)");
    reads("_ZN1A1fIS_EEvT_S1_", "void A::f<A>(A, A)");
    reads("_Z1f1A1B1CS1_S0_S_", "f(A, B, C, C, B, A)");
    leavesAlone("_Z1fS_");
    leavesAlone("_Z1f1AS1_");
    leavesAlone("_Z1f1AS");
  }

  @Test
  void readsOperators() {
    reads("_ZplRK1AS1_", "operator+(A const&, A const&)");
    reads("_ZN1AaSERKS_", "A::operator=(A const&)");
    reads("_ZlsIiEvT_", "void operator<< <int>(int)");
    reads("_ZN1AltIiEEvT_", "void A::operator< <int>(int)");
    reads("_ZN1AnwEm", "A::operator new(unsigned long)");
    reads("_ZN1AnaEm", "A::operator new[](unsigned long)");
    reads("_ZdlPv", "operator delete(void*)");
    reads("_ZN1AclEv", "A::operator()()");
    reads("_ZN1AixEi", "A::operator[](int)");
    reads("_ZssiRK1A", "operator<=>(int, A const&)");
    reads("_ZN1AawEv", "A::operator co_await()");
    reads("_Zli3_kmy", "operator\"\" _km(unsigned long long)");
    leavesAlone("_Zzzv");
  }

  @Test
  void readsConversionOperators() {
    reads("_ZN1AcviEv", "A::operator int()");
    reads("_ZNK1AcvPKcEv", "A::operator char const*() const");
    reads("_ZN1AcvT_IiEEv", "A::operator int<int>()");
    reads("_ZN1AIiEcvPT_IdEEv", "A<int>::operator double*<double>()");
    leavesAlone("_ZN1AcvT_Ev");
  }

  @Test
  void readsLocalNames() {
    reads("_ZZ1fvE1x", "f()::x");
    reads("_ZZ1fvE1x_0", "f()::x");
    reads("_ZZ1fvE1x__10_", "f()::x");
    reads("_ZZ1fIiEvT_E1x", "f<int>(int)::x");
    reads("_ZZ1fvEs", "f()::string literal");
    reads("_ZZ1fvENK1A1gEv", "f()::A::g() const");
    reads("_ZZ1fiEd_NKUlvE_clEv", "f(int)::{default arg#1}::{lambda()#1}::operator()() const");
    reads("_ZGVZN1A1fEvE1x", "guard variable for A::f()::x");
    reads("_ZGRZ1fvE4name_", "reference temporary #0 for f()::name");
  }

  @Test
  void readsLambdasAndUnnamedTypes() {
    reads("_ZZ1fvENKUlvE_clEv", "f()::{lambda()#1}::operator()() const");
    reads(
        "_ZZ1fvENKUliRK1AE1_clEiS1_",
        "f()::{lambda(int, A const&)#3}::operator()(int, A const&) const");
    reads("_ZZ1fvENKUlT_E_clIiEEDaS_", "auto f()::{lambda(auto:1)#1}::operator()<int>(int) const");
    reads(
        "_ZZ1fvENKUlDpT_E_clIJidEEEDaS0_",
        "auto f()::{lambda((auto:1)...)#1}::operator()<int, double>(int, double) const");
    reads(
        "_ZZ1fvENKUlTyT_E_clIiEEDaS_",
        "auto f()::{lambda<typename $T0>($T0)#1}::operator()<int>(int) const");
    reads(
        "_ZZ1fvENKUlTniTpTyvE_clEv",
        "f()::{lambda<int $N0, typename... $T1>()#1}::operator()() const");
    reads("_ZNK1xMUlvE_clEv", "x::{lambda()#1}::operator()() const");
    reads("_ZN1AUt0_1fEv", "A::{unnamed type#2}::f()");
  }

  @Test
  void readsAbiTagsBindingsAndModules() {
    reads("_Z1fB3tagB4tag2v", "f[abi:tag][abi:tag2]()");
    reads("_ZN1AB5cxx11C1Ev", "A[abi:cxx11]::A()");
    reads("_ZDC1a1bE", "[a, b]");
    reads("_ZW5Hello7printerv", "printer@Hello()");
    reads("_ZW1aW1b1fv", "f@a.b()");
    reads("_ZW1aWP1b1fv", "f@a:b()");
    reads("_ZW1a1fNS_1AE", "f@a(A@a)");
    reads("_ZN1AF1fEv", "A::f[friend]()");
  }

  @Test
  void readsSpecialNames() {
    reads("_ZTV1A", "vtable for A");
    reads("_ZTT1A", "VTT for A");
    reads("_ZTI1A", "typeinfo for A");
    reads("_ZTSPK1A", "typeinfo name for A const*");
    reads("_ZTC1B0_1A", "construction vtable for A-in-B");
    reads("_ZThn16_N1A1fEv", "non-virtual thunk to A::f()");
    reads("_ZTv0_n24_N1A1fEv", "virtual thunk to A::f()");
    reads("_ZTch0_h16_N1A1fEv", "covariant return thunk to A::f()");
    reads("_ZGV1x", "guard variable for x");
    reads("_ZGR1x_", "reference temporary #0 for x");
    reads("_ZGR1x0_", "reference temporary #1 for x");
    reads("_ZTH1x", "TLS init function for x");
    reads("_ZTW1x", "TLS wrapper function for x");
    reads("_ZTAXtl1ALi1EEE", "template parameter object for A{1}");
    reads("_ZGTt1fv", "transaction clone for f()");
    reads("_ZGIW1a", "initializer for module a");
    leavesAlone("_ZTQ1A");
  }
}
