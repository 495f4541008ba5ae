package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class VerifierLogTest {
  private static final String WORDS =
      """
      libbpf: prog 'unsafe': BPF program load failed: Permission denied
      libbpf: prog 'unsafe': -- BEGIN PROG LOAD LOG --
      0: R1=ctx() R10=fp0
      ; u32 *value = bpf_map_lookup_elem(&seen, &key); @ exits.bpf.c:54
      5: (85) call bpf_map_lookup_elem#1    ; R0_w=map_value_or_null(id=1)
      ; return *value; @ exits.bpf.c:56
      6: (61) r0 = *(u32 *)(r0 +0)
      R0 invalid mem access 'map_value_or_null'
      processed 7 insns (limit 1000000) max_states_per_insn 0 total_states 0
      -- END PROG LOAD LOG --
      libbpf: prog 'unsafe': failed to load: -13
      """;

  @Test
  void summarizesTheComplaintWithItsInstruction() {
    VerifierLog log = VerifierLog.find(WORDS).orElseThrow();

    assertThat(log.program()).isEqualTo("unsafe");
    assertThat(log.summary())
        .isEqualTo("R0 invalid mem access 'map_value_or_null' (at 6: (61) r0 = *(u32 *)(r0 +0))");
    assertThat(log.text()).startsWith("0: R1=ctx()").endsWith("total_states 0");
  }

  @Test
  void summarizesAnUnknownHelper() {
    String words =
        """
        libbpf: prog 'p': -- BEGIN PROG LOAD LOG --
        unknown func bpf_loop#181
        processed 3 insns (limit 1000000)
        -- END PROG LOAD LOG --
        """;

    assertThat(VerifierLog.find(words).orElseThrow().summary())
        .isEqualTo("unknown func bpf_loop#181");
  }

  @Test
  void findsNoLogInOtherWords() {
    assertThat(VerifierLog.find("libbpf: failed to load object 'x'\n")).isEmpty();
    assertThat(VerifierLog.find("")).isEmpty();
  }

  @Test
  void survivesTornWords() {
    Random random = new Random(1);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder torn = new StringBuilder(WORDS);
      torn.setLength(random.nextInt(WORDS.length()) + 1);
      torn.setCharAt(random.nextInt(torn.length()), (char) random.nextInt(128));
      assertThatCode(() -> VerifierLog.find(torn.toString()).map(VerifierLog::summary))
          .doesNotThrowAnyException();
    }
  }
}
