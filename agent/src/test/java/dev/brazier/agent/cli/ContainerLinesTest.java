package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.ProcessKey;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerRuntime;
import dev.brazier.container.runtime.RunningContainer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContainerLinesTest {

  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void aContainerStandsAboveItsProcesses() {
    RunningContainer web =
        new RunningContainer(
            container("web", "nginx:1.27", null),
            List.of(process(4711, "nginx", "/usr/sbin/nginx"), process(4712, "sh", null)));

    assertThat(ContainerLines.of(List.of(web)))
        .containsExactly(
            "web  0123456789ab  podman  nginx:1.27",
            "      4711  nginx            /usr/sbin/nginx",
            "      4712  sh");
  }

  @Test
  void aContainerWithoutANameSaysWhy() {
    RunningContainer container =
        new RunningContainer(
            container("0123456789ab", null, "read /run/x: permission denied"), List.of());

    assertThat(ContainerLines.of(List.of(container)))
        .containsExactly(
            "0123456789ab  0123456789ab  podman  (name unknown: read /run/x: permission denied)");
  }

  @Test
  void noNameReachesTheTerminalAsAnInstruction() {
    RunningContainer container =
        new RunningContainer(
            container("a\u001b[31mb", null, null), List.of(process(1, "x\ny", "/a\u009b\u202eb")));

    assertThat(ContainerLines.of(List.of(container)))
        .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
  }

  private static Container container(
      String name, @Nullable String image, @Nullable String unnamedReason) {
    return new Container(
        ID, ContainerRuntime.PODMAN, name, null, image, List.of(), "/x", null, unnamedReason);
  }

  private static TargetProcess process(int pid, String comm, @Nullable String executable) {
    return new TargetProcess(
        new ProcessKey(pid, 1), 1, comm, executable, List.of(pid), 0, List.of(), 1, 1, false);
  }
}
