package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CpuListTest {

  @Test
  void readsRangesAndSingleCpus() {
    assertThat(CpuList.parse("0\n")).containsExactly(0);
    assertThat(CpuList.parse("0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
    assertThat(CpuList.parse("\n")).isEmpty();
    assertThat(CpuList.parse("2,1,2")).containsExactly(1, 2);
  }

  @Test
  void refusesWhatIsNoListOfCpus() {
    for (String text : new String[] {"a", "1-", "-1", "1-x", "99999999999", "0-8192"}) {
      assertThatThrownBy(() -> CpuList.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void meetsGarbageWithItsOneException() {
    Random random = new Random(9);
    String letters = "0123456789-, \nx";
    for (int round = 0; round < 10_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        assertThat(CpuList.parse(text.toString())).isSorted();
      } catch (IllegalArgumentException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }
}
