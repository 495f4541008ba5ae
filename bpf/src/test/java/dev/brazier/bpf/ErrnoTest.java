package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ErrnoTest {

  @Test
  void namesTheNumbersOfTheKernel() {
    assertThat(Errno.name(1)).isEqualTo("EPERM");
    assertThat(Errno.name(Errno.EACCES)).isEqualTo("EACCES");
    assertThat(Errno.name(Errno.EINVAL)).isEqualTo("EINVAL");
    assertThat(Errno.name(38)).isEqualTo("ENOSYS");
    assertThat(Errno.name(40)).isEqualTo("ELOOP");
    assertThat(Errno.name(Errno.EOPNOTSUPP)).isEqualTo("EOPNOTSUPP");
  }

  @Test
  void keepsTheNumberOfWhatItDoesNotKnow() {
    assertThat(Errno.name(200)).isEqualTo("errno 200");
    assertThat(Errno.name(-7)).isEqualTo("errno -7");
  }
}
