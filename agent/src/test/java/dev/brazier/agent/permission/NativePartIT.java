package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where JNA's native part cannot be loaded, one line says which file, why, and what to do. */
final class NativePartIT {

  private static final int FAILED = 1;

  @TempDir private Path folder = Path.of("");

  @Test
  void aDistributionThatMayNotBeExecutedIsNamed() {
    String mount = "mount --bind %1$s %1$s && mount -o remount,bind,noexec %1$s";
    String record = "sh %s record -d 1s -o %s/a.svg".formatted(Distribution.program(), folder);

    CommandRun run =
        Distribution.shell(alone(mount.formatted(Distribution.folder()) + " && " + record));

    assertThat(run.err())
        .hasLineCount(1)
        .contains("load JNA's native part " + Distribution.folder().resolve("native"))
        .contains("failed to map segment", "mount it without noexec");
    assertThat(run.exitCode()).isEqualTo(FAILED);
  }

  @Test
  void aLibraryUserWithoutAPlaceToUnpackIsToldOfTheTwoWaysOut() {
    String mount = "mount -t tmpfs -o noexec none " + folder;
    String record =
        "java -Djna.tmpdir=%1$s -cp '%2$s/lib/*' dev.brazier.agent.cli.Main record -d 1s -o %1$s/a"
            .formatted(folder, Distribution.folder());

    CommandRun run = Distribution.shell(alone(mount + " && " + record + ".svg"));

    assertThat(run.err())
        .hasLineCount(1)
        .contains("unpack and load JNA's native part: " + folder, "failed to map segment")
        .contains("-Djna.tmpdir=DIR", "-Djna.boot.library.path=DIR");
    assertThat(run.exitCode()).isEqualTo(FAILED);
  }

  /** In a mount namespace of its own. */
  private static String alone(String script) {
    return String.join(" ", List.of("unshare", "--mount", "sh", "-c", "\"" + script + "\""));
  }
}
