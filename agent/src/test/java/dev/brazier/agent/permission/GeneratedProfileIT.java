package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our commands under the profile that {@code brazier seccomp generate} makes, in a container with a
 * read-only root and no_new_privs.
 */
final class GeneratedProfileIT {

  private static final Set<String> CAPABILITIES =
      Set.of("CAP_BPF", "CAP_PERFMON", "CAP_SYS_PTRACE", "CAP_SYSLOG");

  /** In one container: what one command leaves, the next one reads. */
  private static final String EVERY_MODE =
      """
      set -e
      brazier version
      brazier containers
      brazier record -d 1s -o /tmp/a.collapsed -o /tmp/a.svg
      brazier flamegraph /tmp/a.collapsed -o /tmp/b.svg
      brazier record -d 1s -t --unwind=fp -o /tmp/c.svg -- sleep 1
      brazier record -p 1 -d 1s -o /tmp/d.collapsed
      brazier stat -d 1s
      brazier doctor || [ $? -eq 4 ]
      brazier doctor --json || [ $? -eq 4 ]
      brazier seccomp generate >/tmp/brazier.json
      brazier seccomp lint /tmp/brazier.json
      brazier seccomp merge /tmp/brazier.json mount -o /tmp/brazier.json
      echo | brazier seccomp decode
      echo every mode ran
      """;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void everyModeRuns(int uid) throws Exception {
    CommandRun run = run(uid, profile(), EVERY_MODE);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).endsWith("every mode ran\n");
  }

  /** A refused call would be fatal here, and not only mean that something is left out. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void noModeMakesACallThatIsLeftOut(int uid) throws Exception {
    JsonObject deadly = profile();
    deadly.addProperty("defaultAction", "SCMP_ACT_KILL_PROCESS");
    deadly.remove("defaultErrnoRet");

    CommandRun run = run(uid, deadly, EVERY_MODE);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).endsWith("every mode ran\n");
  }

  @Test
  void whatIsLeftOutIsRefused() throws Exception {
    CommandRun run = run(0, profile(), "mkfifo /tmp/fifo");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Operation not permitted");
  }

  private CommandRun run(int uid, JsonObject profile, String script) throws Exception {
    Grant grant = new Grant(uid, CAPABILITIES, true, true, profile);
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("PATH=" + Distribution.program().getParent() + ":$PATH\n" + script);
    Bundle bundle = new Bundle(folder);
    // runc gives a mounted /tmp the mode of the folder below it.
    Files.setPosixFilePermissions(
        folder.resolve("root/tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    return bundle.run(grant, command);
  }

  private static JsonObject profile() {
    CommandRun generated = Distribution.run("seccomp", "generate");
    assertThat(generated.exitCode()).as(generated.err()).isZero();
    return JsonParser.parseString(generated.out()).getAsJsonObject();
  }
}
