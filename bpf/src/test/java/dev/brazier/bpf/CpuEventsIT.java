package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CpuEventsIT {
  private static long perfEvents() throws IOException {
    return OpenDescriptors.ofKernelObjects().stream()
        .filter("anon_inode:[perf_event]"::equals)
        .count();
  }

  @Test
  void followsCpusThatComeAndGo() throws Exception {
    List<Integer> online = CpuList.online();
    int first = online.get(0);
    EventChoice choice = new EventChoice(Event.CPU_CLOCK, new Rate.Frequency(99));
    try (BpfObject object =
        BpfObject.open("brazier", TestObjects.sample()).select("sample_plain").load()) {
      CpuEvents events = new CpuEvents(object.program("sample_plain"), choice);
      events.follow(online);
      assertThat(perfEvents()).isEqualTo(online.size());
      events.follow(online);
      assertThat(perfEvents()).isEqualTo(online.size());

      events.follow(List.of());
      assertThat(perfEvents()).isZero();

      events.follow(List.of(first));
      assertThat(perfEvents()).isEqualTo(1);

      events.close();
      events.close();
      assertThat(perfEvents()).isZero();
    }
  }
}
