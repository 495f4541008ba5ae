package dev.brazier.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged profiles: nothing may escape but the one checked exception, and nothing is lost. */
final class SeccompProfileFuzzTest {
  private static final long SEED = 20261122;
  private static final int ROUNDS = 20_000;
  private static final String LETTERS = "{}[]\",:-0179.eE \\untrlfasSCMP_ACT_\u0000\uD800\n";
  private static final String ORIGINAL =
      """
      {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1, "architectures": ["SCMP_ARCH_X86"],
       "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]}],
       "syscalls": [{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW", "comment": ""},
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38,
         "includes": {"caps": ["CAP_BPF"], "arches": ["amd64"], "minKernel": "4.8"},
         "excludes": {"caps": []}, "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}]}
      """;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void survivesEveryDamage() {
    Random random = new Random(SEED);
    int sound = 0;
    for (int round = 0; round < ROUNDS; round++) {
      sound += survives(damaged(random)) ? 1 : 0;
    }
    // Were all refused as no JSON, the test would look at nothing else.
    assertThat(sound).isGreaterThan(ROUNDS / 20);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void survivesEveryTruncationAndDepth() {
    for (int length = 0; length < ORIGINAL.length() - 2; length++) {
      assertThat(survives(ORIGINAL.substring(0, length))).isFalse();
    }
    assertThat(survives("[".repeat(1_000_000))).isFalse();
    assertThat(survives("{\"a\":".repeat(200_000))).isFalse();
  }

  private static boolean survives(String json) {
    try {
      SeccompProfile profile = SeccompProfile.parse(json);
      SeccompProfile merged = profile.withAllowed(List.of("bpf", "read"));
      String text = merged.json();
      assertThat(SeccompProfile.parse(text).json()).isEqualTo(text);
      assertThat(merged.rules())
          .anyMatch(rule -> rule.allowsEverywhere() && rule.names().contains("bpf"));
      return true;
    } catch (MalformedProfileException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
  }

  private static String damaged(Random random) {
    StringBuilder text = new StringBuilder(ORIGINAL);
    for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
      int place = random.nextInt(text.length());
      char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(place, letter);
        case 1 -> text.insert(place, letter);
        default -> text.delete(place, Math.min(text.length(), place + 1 + random.nextInt(8)));
      }
    }
    return text.toString();
  }
}
