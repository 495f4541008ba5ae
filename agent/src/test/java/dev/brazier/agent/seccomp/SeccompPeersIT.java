package dev.brazier.agent.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.seccomp.SyscallMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counts in containers exactly what bpftrace counts beside us, and what the programs say. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SeccompPeersIT {

  /** Every way to refuse a call, also one that a 64-bit program makes as a 32-bit one. */
  private static final String EVERY_ANSWER =
      """
      {"defaultAction": "SCMP_ACT_ALLOW",
       "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
       "syscalls": [
         {"names": ["swapon"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1},
         {"names": ["reboot"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13},
         {"names": ["keyctl"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
         {"names": ["acct"], "action": "SCMP_ACT_KILL_PROCESS"},
         {"names": ["settimeofday"], "action": "SCMP_ACT_KILL_THREAD"},
         {"names": ["adjtimex"], "action": "SCMP_ACT_TRAP"},
         {"names": ["sethostname"], "action": "SCMP_ACT_LOG"}]}
      """;

  /** What programs can do without, or go on without. */
  private static final String SPARSE =
      """
      {"defaultAction": "SCMP_ACT_ALLOW",
       "syscalls": [
         {"names": ["clone3", "rseq", "statx", "faccessat2"],
          "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
         {"names": ["sysinfo", "uname", "socket", "prlimit64", "getpgrp", "mkdir", "readlink"],
          "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
      """;

  private static final String MANY_PROCESSES =
      """
      for i in 1 2 3 4 5 6 7 8 9 10; do
        ls -l /usr | grep -c . | cat
        python3 -c 'import socket, subprocess, threading
      threads = [threading.Thread(target=sum, args=(range(1000),)) for _ in range(8)]
      [thread.start() for thread in threads]
      subprocess.call(["true"])
      socket.socket()' 2>&1 | tail -n 1
        mkdir /tmp/$i
      done
      exit 0
      """;

  private final String name = "brazier-peers-" + ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void countsEveryAnswerAsBpftraceAndTheProgramDo() throws Exception {
    assumeIntel();
    SeccompBundle bundle = SeccompBundle.in(folder);
    bundle.compile("answered_calls");
    bundle.with(EVERY_ANSWER, true, List.of("/work/answered_calls", "200"));

    Comparison found = compare(bundle);

    assertThat(found.ours()).hasSize(9).isEqualTo(found.peers()).isEqualTo(tally(found.printed()));
  }

  @Test
  void countsWhatManyProcessesAreRefusedAsBpftraceDoes() throws Exception {
    assumeIntel();
    SeccompBundle bundle = SeccompBundle.in(folder);
    Files.writeString(bundle.work("program"), MANY_PROCESSES);
    bundle.with(SPARSE, true, List.of("/bin/sh", "/work/program"));

    Comparison found = compare(bundle);

    assertThat(found.ours())
        .containsKeys("x86_64 clone3 ENOSYS", "x86_64 socket EPERM")
        .isEqualTo(found.peers());
  }

  private static void assumeIntel() {
    Assumptions.assumeTrue(
        SyscallMachine.ofThisMachine() == SyscallMachine.X86_64, "refused.bt is for x86-64");
    Assumptions.assumeTrue(
        Files.exists(Path.of("/usr/bin/bpftrace")), "there is no bpftrace; install bpftrace");
  }

  private Comparison compare(SeccompBundle bundle) throws Exception {
    try (BpftracePeer peer = BpftracePeer.start();
        RefusedCalls refused = RefusedCalls.watch()) {
      Process runtime = bundle.start(name);
      refused.untilEnd(name, runtime);
      String printed = SeccompBundle.finish(runtime);
      List<RefusedCall> calls = refused.all(name);
      Map<String, Long> ours = new TreeMap<>();
      for (RefusedCall call : calls) {
        ours.merge(
            call.machine() + " " + call.call() + " " + call.answer(), call.count(), Long::sum);
      }
      assertThat(refused.missedNothing()).isTrue();
      assertThat(calls).extracting(RefusedCall::cgroup).containsOnly(calls.get(0).cgroup());
      return new Comparison(ours, peer.end(calls.get(0).cgroup()), printed);
    }
  }

  /** Reads the lines {@code x86_64 swapon EPERM 10}. */
  private static Map<String, Long> tally(String printed) {
    Map<String, Long> counts = new TreeMap<>();
    for (String line : printed.lines().toList()) {
      int last = line.lastIndexOf(' ');
      counts.put(line.substring(0, last), Long.parseLong(line.substring(last + 1)));
    }
    return counts;
  }

  /** How often each call was refused, by who counted, and what the container printed. */
  private record Comparison(Map<String, Long> ours, Map<String, Long> peers, String printed) {}
}
