package dev.brazier.agent.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.PermissionRefusedException;
import dev.brazier.container.seccomp.SyscallMachine;
import dev.brazier.container.seccomp.SyscallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles made of what real containers call: they suffice, and refuse all else. */
final class ProfileAdviceIT {

  private static final String CLONE3_ABSENT = "clone3 ENOSYS";

  private static final Map<String, String> PROGRAMS =
      Map.of(
          "python3",
          """
          #!/bin/sh
          sleep 0.5 # long enough for the container to be noticed
          exec python3 -c '
          import subprocess, tempfile, threading
          threads = [threading.Thread(target=sum, args=(range(10000),)) for _ in range(8)]
          [thread.start() for thread in threads]
          [thread.join() for thread in threads]
          with tempfile.NamedTemporaryFile() as file:
              file.write(b"x")
          print(subprocess.check_output(["echo", "done"]).decode())'
          """,
          "java",
          """
          #!/bin/sh
          sleep 0.5 # long enough for the container to be noticed
          cat >/tmp/Done.java <<'END'
          public class Done {
            public static void main(String[] arguments) throws Exception {
              java.util.List<Thread> threads = new java.util.ArrayList<>();
              for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> new byte[1 << 20].hashCode());
                thread.start();
                threads.add(thread);
              }
              for (Thread thread : threads) thread.join();
              System.out.println("done");
            }
          }
          END
          exec java /tmp/Done.java
          """,
          "nginx",
          """
          #!/bin/sh
          sleep 0.5 # long enough for the container to be noticed
          cat >/tmp/conf <<'END'
          daemon off; worker_processes 1; user root root; pid /tmp/pid;
          events { worker_connections 64; }
          http { access_log off;
            client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c;
            uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e;
            server { listen unix:/tmp/socket; root /work; } }
          END
          nginx -e /dev/null -c /tmp/conf &
          python3 -c '
          import socket, time
          for attempt in range(1000):
              try:
                  client = socket.socket(socket.AF_UNIX)
                  client.connect("/tmp/socket")
                  break
              except OSError:
                  time.sleep(0.1)
          client.sendall(b"GET /program HTTP/1.0\\r\\n\\r\\n")
          print("done" if b"200 OK" in client.recv(1000) else "no answer")'
          kill -QUIT $!
          wait
          """);

  private final String name = "brazier-advice-" + ProcessHandle.current().pid();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"python3", "java", "nginx"})
  void aProgramRunsUnderItsProfileWithoutARefusal(String program) throws Exception {
    Assumptions.assumeTrue(
        List.of("/usr/bin", "/usr/sbin").stream()
            .anyMatch(where -> Files.exists(Path.of(where, program))),
        "there is no " + program);
    SeccompBundle bundle = SeccompBundle.in(folder);
    Files.writeString(bundle.work("program"), PROGRAMS.get(program));
    List<String> command = List.of("/bin/sh", "/work/program");
    CallRecord calls = record(bundle.with(null, true, command));
    String profile = new ProfileAdvice(calls, false).profile().json();

    assertThat(calls.fromStart()).isTrue();
    assertThat(calls.made()).contains("execve", "mmap").doesNotContain("pivot_root", "mount");
    for (boolean noNewPrivileges : List.of(true, false)) {
      bundle.with(profile, noNewPrivileges, command);
      try (RefusedCalls refused = RefusedCalls.watch()) {
        Process runtime = bundle.start(name);
        Map<String, Long> counts = refused.untilEnd(name, runtime);

        assertThat(SeccompBundle.finish(runtime)).contains("done");
        assertThat(counts.keySet()).isSubsetOf(CLONE3_ABSENT);
      }
    }
  }

  @Test
  void eachCallThatIsLeftOutIsRefused() throws Exception {
    SeccompBundle bundle = SeccompBundle.in(folder);
    bundle.compile("every_call");
    SyscallTable table = SyscallTable.of(SyscallMachine.ofThisMachine());
    String close = Integer.toString(table.number("close").orElseThrow());
    CallRecord calls = record(bundle.with(null, true, List.of("/work/every_call", close)));
    ProfileAdvice advice = new ProfileAdvice(calls, false);
    Set<String> leftOut = new TreeSet<>(table.names());
    leftOut.removeAll(advice.allowed());
    leftOut.removeIf(call -> table.number(call).orElseThrow() >= 512); // x32's own
    leftOut.removeIf(call -> call.endsWith("probe")); // Linux 6.14 lets them pass every filter

    List<String> command = new ArrayList<>(List.of("/work/every_call"));
    leftOut.forEach(call -> command.add(Integer.toString(table.number(call).orElseThrow())));
    bundle.with(advice.profile().json(), true, command);
    try (RefusedCalls refused = RefusedCalls.watch()) {
      Process runtime = bundle.start(name);
      Set<String> found =
          refused.untilEnd(name, runtime).keySet().stream()
              .map(call -> call.substring(0, call.indexOf(' ')))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(leftOut).hasSizeGreaterThan(200);
      assertThat(found).isEqualTo(leftOut);
      assertThat(SeccompBundle.finish(runtime).lines())
          .hasSameSizeAs(leftOut)
          .allMatch(line -> line.matches("\\d+ (1|38)"), "EPERM, or ENOSYS for newer calls");
    }
  }

  private CallRecord record(SeccompBundle bundle) throws IOException, InterruptedException {
    try (CallRecording recording = CallRecording.ofNext(name)) {
      Process runtime = bundle.start(name);
      Optional<CallRecord> calls =
          recording.run(new RecordingEnd(Optional.empty(), () -> !runtime.isAlive()));
      SeccompBundle.finish(runtime);
      return calls.orElseThrow();
    } catch (PermissionRefusedException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
