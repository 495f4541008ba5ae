package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our commands under the profile that {@code brazier seccomp generate} makes, in a container with a
 * read-only root.
 */
final class GeneratedProfileIT {

  private static final Set<String> CAPABILITIES =
      Set.of("CAP_BPF", "CAP_PERFMON", "CAP_SYS_PTRACE", "CAP_SYSLOG");

  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** By its cgroup's name a container is known without the runtime's own files. */
  private static final String ID = "%064x".formatted(ProcessHandle.current().pid());

  /** In one container: what one command leaves, the next one reads. */
  private static final String EVERY_MODE =
      """
      set -e
      brazier version
      brazier help record
      brazier completion >/tmp/completion
      brazier prepare
      brazier containers
      brazier record -d 1s -o /tmp/a.collapsed -o /tmp/a.svg
      brazier record -d 1s --top -o /tmp/a.pb.gz -o /tmp/a.speedscope.json -o /tmp/a.firefox.json.gz -o /tmp/a.md
      brazier flamegraph /tmp/a.collapsed -o /tmp/b.svg -o /tmp/b.pb.gz
      brazier diff /tmp/a.collapsed /tmp/b.pb.gz -o /tmp/diff.svg
      brazier view --no-open /tmp/a.svg /tmp/a.collapsed >/tmp/view &
      until grep http /tmp/view; do sleep 1; done; kill $!; wait $!
      brazier record -d 1s -t --unwind=fp -o /tmp/c.svg -- sleep 1
      brazier record -p 1 -d 1s -o /tmp/d.collapsed
      brazier record -c ID -d 1s -o /tmp/d.collapsed
      for engine in auto bpf perf own; do
        brazier record --engine $engine -d 1s -o /tmp/e.svg
        brazier record --engine $engine -o /tmp/e.svg -- sleep 1
      done
      brazier record -d 1h -o /tmp/f.svg & sleep 3; kill $!; wait $! || [ $? -eq 143 ]
      brazier stat -d 1s
      brazier stat -- sleep 1
      brazier stat -c ID -d 1s
      brazier doctor || [ $? -eq 4 ]
      brazier doctor --json || [ $? -eq 4 ]
      brazier doctor --fix docker || [ $? -eq 4 ]
      brazier seccomp generate >/tmp/brazier.json
      brazier seccomp lint /tmp/brazier.json
      brazier seccomp merge /tmp/brazier.json mount -o /tmp/brazier.json
      echo | brazier seccomp decode
      brazier seccomp decode -k
      brazier seccomp audit -d 1s
      brazier seccomp audit -c ID -d 1s --json
      brazier seccomp advise -c ID -d 1s -o /tmp/advice.json
      brazier seccomp advise -c none -- false || [ $? -eq 1 ]
      echo every mode ran
      """;

  private static final Pattern COMMAND = Pattern.compile("function _picocli_brazier_(\\w+)\\(");
  private static final Pattern ENGINES = Pattern.compile("ENGINE_option_args=\\(([^)]+)\\)");

  @TempDir private Path folder = Path.of("");

  /** A refused call is fatal here, where the profile itself would only mean that less is known. */
  @ParameterizedTest
  @CsvSource({
    "runc, 0, true",
    "runc, 1000, true",
    "runc, 0, false",
    "crun, 0, true",
    "crun, 1000, false"
  })
  void everyModeRunsAndMakesNoCallThatIsLeftOut(String runtime, int uid, boolean noNewPrivileges)
      throws Exception {
    JsonObject deadly = profile();
    deadly.addProperty("defaultAction", "SCMP_ACT_KILL_PROCESS");
    deadly.remove("defaultErrnoRet");

    Grant grant = new Grant(uid, CAPABILITIES, true, noNewPrivileges, deadly);

    CommandRun run = run(runtime, grant, EVERY_MODE.replace("ID", ID));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).endsWith("every mode ran\n");
  }

  @Test
  void everyCommandAndEngineIsAmongTheModes() {
    String completion = Distribution.run("completion").out();
    Set<String> commands =
        COMMAND
            .matcher(completion)
            .results()
            .map(function -> function.group(1).replace('_', ' '))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> groups = Set.of("seccomp");

    assertThat(commands).contains("record", "seccomp audit").containsAll(groups);
    commands.removeAll(groups);
    assertThat(commands)
        .allSatisfy(
            command -> assertThat(EVERY_MODE).containsPattern("brazier " + command + "\\b"));
    assertThat(ENGINES.matcher(completion).results().findFirst().orElseThrow().group(1))
        .isEqualTo("\"auto\" \"bpf\" \"perf\" \"own\"");
  }

  @Test
  void whatIsLeftOutIsRefused() throws Exception {
    Grant grant = new Grant(0, CAPABILITIES, true, true, profile());
    CommandRun run = run("runc", grant, "mkfifo /tmp/fifo");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Operation not permitted");
  }

  private CommandRun run(String runtime, Grant grant, String script) throws Exception {
    Bundle bundle = new Bundle(folder);
    // runc gives a mounted /tmp the mode of the folder below it.
    Files.setPosixFilePermissions(
        folder.resolve("root/tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    String path = "PATH=" + Distribution.program().getParent() + ":$PATH\n";
    bundle.write(grant, List.of("sh", "-c", path + script), GeneratedProfileIT::knownAndLogged);
    return CommandRun.of(LONGEST, Map.of(), command(runtime));
  }

  /**
   * crun refuses to work where cgroup v2 lies beside hierarchies of v1: there it sees only those.
   */
  private String[] command(String runtime) throws IOException {
    String hidden = "umount /sys/fs/cgroup/unified 2>/dev/null; ";
    String start = "exec %s run --bundle %s %s".formatted(runtime, folder, Bundle.newName());
    return new String[] {
      "unshare", "-m", "sh", "-c", (runtime.equals("crun") ? hidden : "") + start
    };
  }

  /** The container has an id, and may read the kernel's log. */
  private static void knownAndLogged(JsonObject config) {
    JsonObject linux = config.getAsJsonObject("linux");
    linux.addProperty("cgroupsPath", "/libpod-" + ID);
    JsonArray devices = new JsonArray();
    devices.add(
        JsonParser.parseString(
            "{\"allow\": true, \"type\": \"c\", \"major\": 1, \"minor\": 11, \"access\": \"r\"}"));
    JsonObject resources = new JsonObject();
    resources.add("devices", devices);
    linux.add("resources", resources);
    config
        .getAsJsonArray("mounts")
        .add(Bundle.mount("/dev/kmsg", "none", "/dev/kmsg", "bind", "ro"));
  }

  private static JsonObject profile() {
    CommandRun generated = Distribution.run("seccomp", "generate");
    assertThat(generated.exitCode()).as(generated.err()).isZero();
    return JsonParser.parseString(generated.out()).getAsJsonObject();
  }
}
