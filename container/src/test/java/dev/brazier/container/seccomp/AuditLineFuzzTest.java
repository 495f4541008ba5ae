package dev.brazier.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.seccomp.AuditLine.Caught;
import dev.brazier.container.seccomp.AuditLine.Malformed;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged lines: each is read, refused with a reason, or passed over, and none takes long. */
final class AuditLineFuzzTest {
  private static final long SEED = 20261122;
  private static final int ROUNDS = 50_000;
  private static final String LETTERS = " =\"0x9afF.:(-\u001d\\\n\u00ffpidcode";

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void survivesEveryDamage() {
    Random random = new Random(SEED);
    int caught = 0;
    for (int round = 0; round < ROUNDS; round++) {
      AuditLine line = AuditLine.parse(damaged(random));
      if (line instanceof Caught found) {
        caught++;
        assertThat(found.record().architecture()).isNotEmpty();
        assertThat(found.record().action()).isNotEmpty();
        assertThat(found.record().syscall()).isNotNull();
      } else if (line instanceof Malformed malformed) {
        assertThat(malformed.reason()).isNotBlank();
      }
    }
    assertThat(caught).isGreaterThan(ROUNDS / 10);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void survivesVeryLongLines() {
    String fields = "type=1326 audit(" + " a=\"".repeat(50_000);
    assertThat(AuditLine.parse(fields)).isInstanceOf(Malformed.class);
    assertThat(AuditLine.parse("audit".repeat(50_000))).isNotInstanceOf(Caught.class);
    assertThat(AuditLine.parse("type=1326 " + "w".repeat(200_000))).isInstanceOf(Malformed.class);
  }

  private static String damaged(Random random) {
    StringBuilder text = new StringBuilder(AuditLineTest.KERNEL);
    for (int damages = 1 + random.nextInt(4); damages > 0; damages--) {
      int place = random.nextInt(text.length());
      char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(place, letter);
        case 1 -> text.insert(place, letter);
        default -> text.delete(place, Math.min(text.length(), place + 1 + random.nextInt(9)));
      }
    }
    return text.toString();
  }
}
