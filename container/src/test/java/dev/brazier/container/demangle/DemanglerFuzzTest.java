package dev.brazier.container.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Symbols are input from strangers: whatever they hold, the work and the answer stay bounded. */
final class DemanglerFuzzTest {
  private static final int ROUNDS = 150_000;
  private static final int MAX_CHANGES = 6;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The letters a production may begin with: mutations with them reach further than with any. */
  private static final String ALPHABET =
      "_ZNIJEXLSTCDUKPROFMAGQHWBabcdefhijklmnopqrstuvwxyz0123456789.$";

  private static final String[] SEEDS = {
    "_ZNSt6vectorIiSaIiEE17_M_realloc_insertIJRKiEEEvN9__gnu_cxx17__normal_iteratorIPiS1_EEDpOT_",
    "_ZNSt17_Function_handlerIFvvEZN2v84base8CallOnceIJEvEEvPSt6atomicIhENS2_16FunctionWithArgsIJ"
        + "DpT_EE4typeES9_EUlvE_E10_M_managerERSt9_Any_dataRKSE_St18_Manager_operation",
    "_ZSt13__adjust_heapIPPN2v88internal8compiler12MoveOperandsElS4_N9__gnu_cxx5__ops15_Iter_comp_"
        + "iterIPFbPKS3_SA_EEEEvT_T0_SF_T1_T2_",
    "_ZN4llvm11PassManagerINS_6ModuleENS_15AnalysisManagerIS1_JEEEJEE7addPassINS_12VerifierPassEEE"
        + "NSt9enable_ifIXntsr3stdE9is_same_vIT_S4_EEvE4typeEOS8_",
    "_ZZNSt9once_flag18_Prepare_executionC4IZSt9call_onceIMSt6threadFvvEJPS3_EEvRS_OT_DpOT0_EUlvE_"
        + "EERS8_ENUlvE_4_FUNEv",
    "_ZZ1fvENKUlDpT_E_clIJidEEEDaS0_",
    "_ZZ1fvENKUlTniTpTyTtTyEQLb1EDpT1_E_clEv",
    "_Z1fIiEDTcl1gIT_Efp_spcvT__Li1ELi2EEnw_T_piLi1EEtl1Adi1xLi1EEquLb1EstT_sZT_EEvS0_",
    "_Z1fIJiEEDTfRplfp_frmiLi1EEDpT_",
    "_Z1fIiEvvQrQi_XplLi1ELi2ENR1CTNT_1xEQLb1EE",
    "_ZN1AIiEcvPT_IdEEv",
    "_ZTCN1BE0_1A",
    "_ZTch0_h16_N1A1fEv",
    "_ZGRZ1fvE4name_",
    "_ZTAXtl1ALi1EEE",
    "_ZW1aWP1b1fNS_1AE",
    "_ZNKO1AUt0_D1Ev.isra.0.cold",
    "_Z1fPDOLb1EEFvPFPFvvEvEERA2_A3_KcM1AKFvvOEDv4_fU8__strongPiCfDB7_",
    "_GLOBAL__sub_I__ZN2v88internal6BuiltinE.cold",
    "_ZN33_$LT$A$u20$as$u20$b..C$LT$D$GT$3fmt17h0123456789abcdefE.llvm.1A2B",
    "_RNvXs1i_NtCs8NwYtU1Mohg_4core3fmtRINtNtCsbEht8wFNRx7_5alloc5boxed3BoxDNtNtB8_5error5ErrorNtNt"
        + "B8_6marker4SyncNtB1r_4SendEL_ENtB6_7Display3fmtCs37hIe2BRrty_18tracing_subscriber",
    "_RINvC1a1bKin7b_Kc41_KRe616263_KVNtC1c1SS1xj1_EDINtC1c1ThEp1XmEL_FG_UKCRL0_hEuTuhEAhj3_EB7_",
    "_RNCNvC1au9bcher_kvas_0.llvm.12"
  };

  @Test
  void answersMutatedNamesWithBoundedTextInBoundedTime() {
    Random random = new Random(20_261_121);
    Assertions.assertTimeout(
        LIMIT,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            holds(mutate(SEEDS[random.nextInt(SEEDS.length)], random), random);
          }
        });
  }

  @Test
  void answersRandomLettersWithBoundedTextInBoundedTime() {
    Random random = new Random(42);
    String[] beginnings = {"_Z", "_ZN", "_Z1fI", "_Z1fIiEDT", "_RIC1a", "_RNvC1a", "_ZZ1fvENKUl"};
    Assertions.assertTimeout(
        LIMIT,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            StringBuilder name = new StringBuilder(beginnings[random.nextInt(beginnings.length)]);
            for (int length = random.nextInt(60); length > 0; length--) {
              name.append(letter(random));
            }
            holds(name.toString(), random);
          }
        });
  }

  @Test
  void answersLongRepetitionsInBoundedTime() {
    Random random = new Random(7);
    Assertions.assertTimeout(
        LIMIT,
        () -> {
          for (int round = 0; round < 200; round++) {
            String seed = SEEDS[random.nextInt(SEEDS.length)];
            int from = random.nextInt(seed.length());
            int to = Math.min(seed.length(), from + 1 + random.nextInt(12));
            String repeated = seed.substring(from, to).repeat(40_000 / (to - from));
            holds(seed.substring(0, from) + repeated + seed.substring(to), random);
          }
        });
  }

  private static void holds(String name, Random random) {
    DemangleStyle style = random.nextBoolean() ? DemangleStyle.FULL : DemangleStyle.NO_PARAMETERS;
    String text = Demangler.demangle(name, style);
    assertThat(text.length()).as(name).isLessThan(256 * 1024);
  }

  private static String mutate(String seed, Random random) {
    StringBuilder name = new StringBuilder(seed);
    for (int change = random.nextInt(MAX_CHANGES); change >= 0; change--) {
      int at = random.nextInt(name.length());
      switch (random.nextInt(5)) {
        case 0 -> name.setCharAt(at, letter(random));
        case 1 -> name.insert(at, letter(random));
        case 2 -> name.delete(at, Math.min(name.length() - 1, at + 1 + random.nextInt(4)));
        case 3 -> {
          int end = Math.min(name.length(), at + random.nextInt(20));
          name.insert(random.nextInt(name.length()), name.substring(at, end));
        }
        default -> {
          String other = SEEDS[random.nextInt(SEEDS.length)];
          name.replace(at, name.length(), other.substring(random.nextInt(other.length())));
        }
      }
      if (name.length() == 0) {
        return "_Z";
      }
    }
    return name.toString();
  }

  /** Mostly a letter of the grammars, now and then any character at all. */
  private static char letter(Random random) {
    return random.nextInt(40) == 0
        ? (char) random.nextInt(Character.MAX_VALUE)
        : ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }
}
