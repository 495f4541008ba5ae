package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PidNamespaceTest {

  @Test
  void knowsTheInitialNamespace() {
    assertThat(PidNamespace.parse("pid:[4026531836]", "77", 77).inode()).isZero();
  }

  @Test
  void readsTheInodeOfAnother() {
    assertThat(PidNamespace.parse("pid:[4026532201]", "7", 7).inode()).isEqualTo(4026532201L);
  }

  @Test
  void refusesTheProcOfAnotherNamespace() {
    assertThatThrownBy(() -> PidNamespace.parse("pid:[4026532201]", "3456", 7))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("/proc shows us as pid 3456 but we are 7")
        .hasMessageContaining("--pid=host");
  }

  @Test
  void refusesALinkThatNamesNoNamespace() {
    assertThatThrownBy(() -> PidNamespace.parse("pid:[]", "7", 7)).isInstanceOf(BpfException.class);
  }
}
