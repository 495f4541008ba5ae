package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CgroupIdTest {

  @Test
  void tellsTheHierarchiesApart() {
    assertThat(CgroupId.ofLegacy(37)).isNotEqualTo(37);
    assertThat(CgroupId.isLegacy(CgroupId.ofLegacy(37))).isTrue();
    assertThat(CgroupId.isLegacy(37)).isFalse();
  }

  @Test
  void keepsTheInode() {
    assertThat(CgroupId.inode(CgroupId.ofLegacy(37))).isEqualTo(37);
    assertThat(CgroupId.inode(37)).isEqualTo(37);
  }
}
