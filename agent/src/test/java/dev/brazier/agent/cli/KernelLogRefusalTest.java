package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class KernelLogRefusalTest {

  private final IOException refused = new IOException("/dev/kmsg");

  @Test
  void aMissingCapabilityIsNamedWithTheSettingThatAsksForIt() {
    CommandFailure failure = new KernelLogRefusal(true, true, false).failure(refused);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(failure)
        .hasMessage(
            "read the kernel's log: CAP_SYSLOG is missing and kernel.dmesg_restrict is 1:"
                + " run as root or grant it, or pipe it in: dmesg | brazier seccomp decode");
    assertThat(new KernelLogRefusal(true, false, false).failure(refused).getMessage())
        .doesNotContain("dmesg_restrict");
  }

  @Test
  void aContainerWithoutTheDeviceIsToldHowToGetIt() {
    CommandFailure failure = new KernelLogRefusal(false, true, true).failure(refused);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure).hasMessageContaining("no /dev/kmsg here").hasMessageContaining("--device");
  }

  @Test
  void whatIsRefusedInSpiteOfTheCapabilityIsTheContainersDevice() {
    CommandFailure failure = new KernelLogRefusal(true, true, true).failure(refused);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED);
    assertThat(failure).hasMessageContaining("although CAP_SYSLOG").hasMessageContaining("device");
  }
}
