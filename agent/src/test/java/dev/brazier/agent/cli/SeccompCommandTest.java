package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.seccomp.SyscallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeccompCommandTest {

  private static final String PROFILE =
      """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "architectures": [
          "SCMP_ARCH_X86_64"
        ],
        "syscalls": [
          {
            "names": [
              "read"
            ],
            "action": "SCMP_ACT_ALLOW"
          }
        ]
      }
      """;

  private static final String LINE =
      "[1.5] audit: type=1326 audit(1795294197.403:2): auid=4294967295 uid=0 gid=0 ses=1"
          + " pid=2147483646 comm=\"p\" exe=\"/bin/p\" sig=0 arch=c000003e syscall=%d compat=0"
          + " ip=0x48e4b9 code=0x7ffc0000\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void countsCaughtCallsAndWhatTheLogLost() {
    String log =
        LINE.formatted(321).repeat(2)
            + LINE.formatted(298)
            + "[9.1] kauditd_printk_skb: 421 callbacks suppressed\nsomething else\n"
            + LINE.formatted(1).replace("arch=", "arch=z");
    FakeConsole console = new FakeConsole(log, 0);

    assertThat(console.run("seccomp", "decode")).isEqualTo(ExitCode.DONE);

    assertThat(console.out())
        .isEqualTo(
            """
            COUNT  SYSCALL          ARCHITECTURE  ACTION  CONTAINER  PROGRAM
                2  bpf              x86_64        log     (ended)    /bin/p
                1  perf_event_open  x86_64        log     (ended)    /bin/p
            """);
    assertThat(console.err())
        .contains("lost 421 lines of the audit log", "skipped 1 lines about seccomp")
        .hasLineCount(2);
  }

  @Test
  void aLogFromAFileMayHoldNothing() throws IOException {
    Path log = Files.writeString(folder.resolve("log"), "nothing here\n");
    FakeConsole console = new FakeConsole();

    assertThat(console.run("seccomp", "decode", log.toString())).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).startsWith("no caught call is logged there").hasLineCount(1);
  }

  @Test
  void refusesTwoLogs() {
    FakeConsole console = new FakeConsole();

    assertThat(console.run("seccomp", "decode", "-k", "log")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).hasLineCount(1);
  }

  @Test
  void mergesIntoTheFileItself() throws IOException {
    Path file = Files.writeString(folder.resolve("profile.json"), PROFILE);
    FakeConsole console = new FakeConsole();

    int exit =
        console.run("seccomp", "merge", file.toString(), "write", "bpf", "-o", file.toString());

    assertThat(exit).as(console.err()).isEqualTo(ExitCode.DONE);
    assertThat(file)
        .content()
        .isEqualTo(
            PROFILE.replace(
                "        \"read\"\n", "        \"bpf\",\n        \"read\",\n        \"write\"\n"));
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void mergingAMistypedNameSaysWhichIsMeantAndWritesNothing() {
    FakeConsole console = new FakeConsole(PROFILE, 0);

    assertThat(console.run("seccomp", "merge", "-", "opnat")).isEqualTo(ExitCode.USAGE);

    assertThat(console.out()).isEmpty();
    assertThat(console.err()).contains("'opnat': did you mean openat?").hasLineCount(1);
  }

  @Test
  void mergingIntoWhatIsNoProfileLeavesItAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("profile.json"), "{\"syscalls\": 3}");
    FakeConsole console = new FakeConsole();

    assertThat(console.run("seccomp", "merge", file.toString(), "bpf", "-o", file.toString()))
        .isEqualTo(ExitCode.FAILED);

    assertThat(console.err()).contains("defaultAction is missing").hasLineCount(1);
    assertThat(file).content().isEqualTo("{\"syscalls\": 3}");
  }

  @Test
  void lintFindsWhatIsWrongAndEndsWithOne() {
    FakeConsole console = new FakeConsole(PROFILE, 0);

    assertThat(console.run("seccomp", "lint", "-")).isEqualTo(ExitCode.FAILED);

    assertThat(console.out()).contains("-: runtime: refuses ", "-: clone3: answers clone3 with");
  }

  @Test
  void whatIsGeneratedHasNothingToFindInIt() {
    FakeConsole console = new FakeConsole();
    assertThat(console.run("seccomp", "generate")).isEqualTo(ExitCode.DONE);
    assertThat(console.err()).isEmpty();
    FakeConsole second = new FakeConsole(console.out(), 0);

    assertThat(second.run("seccomp", "lint", "-")).as(second.out()).isEqualTo(ExitCode.DONE);

    assertThat(second.out()).isEmpty();
    assertThat(console.out()).contains("\"perf_event_open\"", "\"errnoRet\": 38");
  }

  @Test
  void everyCallOfOursIsOne() {
    assertThat(SyscallTable.knownNames()).containsAll(SeccompGenerateCommand.ownSyscalls());
    assertThat(SeccompGenerateCommand.ownSyscalls()).doesNotHaveDuplicates();
  }

  @Test
  void theProfileForKubernetesComesWithWhereItBelongs() {
    Path file = folder.resolve("brazier.json");
    FakeConsole toFile = new FakeConsole();
    FakeConsole toPipe = new FakeConsole();

    toFile.run("seccomp", "generate", "--format=kubernetes", "-o", file.toString());
    toPipe.run("seccomp", "generate", "--format", "kubernetes");

    assertThat(toFile.out())
        .contains("/var/lib/kubelet/seccomp/profiles/brazier.json")
        .contains("    localhostProfile: profiles/brazier.json\n");
    assertThat(file).content().isEqualTo(toPipe.out());
    assertThat(toPipe.err()).contains("type: Localhost");
  }
}
