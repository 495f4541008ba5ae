package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class KernelSettingIT {

  @Test
  void readsEveryDigit() throws Exception {
    Process cat = new ProcessBuilder("cat", "/proc/sys/kernel/pid_max").start();
    String printed = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(KernelSetting.read("pid_max")).hasValue(Integer.parseInt(printed.strip()));
  }

  @Test
  void hasNoValueForWhatIsNoNumber() {
    assertThat(KernelSetting.read("nothing_of_the_kind")).isEmpty();
    assertThat(KernelSetting.read("ostype")).isEmpty();
    assertThat(KernelSetting.parse("")).isEmpty();
    assertThat(KernelSetting.parse("-1\n")).hasValue(-1);
  }
}
