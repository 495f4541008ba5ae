package dev.brazier.agent.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brazier.bpf.BpfException;
import dev.brazier.container.seccomp.SyscallMachine;
import dev.brazier.container.seccomp.SyscallTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** bpftrace, which counts refused calls beside us by its own script, {@code refused.bt}. */
final class BpftracePeer implements AutoCloseable {

  private static final String COMMAND =
      "mountpoint -q /sys/kernel/tracing || mount -t tracefs none /sys/kernel/tracing;"
          + " exec bpftrace -B line src/test/workloads/refused.bt";

  private static final Pattern REFUSED =
      Pattern.compile("@refused\\[(\\d+), (\\d+), (-?\\d+), (\\d+)]: (\\d+)");

  private final Process process;
  private final BufferedReader output;

  private BpftracePeer(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts it and returns when it counts. */
  static BpftracePeer start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "-m", "sh", "-c", COMMAND).redirectErrorStream(true);
    builder.environment().put("BPFTRACE_MAP_KEYS_MAX", "65536");
    BpftracePeer peer = new BpftracePeer(builder.start());
    StringBuilder said = new StringBuilder();
    String line = peer.output.readLine();
    while (line != null && !line.equals("ready")) {
      said.append(line).append('\n');
      line = peer.output.readLine();
    }
    if (line == null) {
      peer.close();
      Assumptions.abort("bpftrace does not run: " + said);
    }
    return peer;
  }

  /** Ends it and returns what was refused in a cgroup: how often, by machine, call and answer. */
  Map<String, Long> end(long cgroup) throws IOException {
    new ProcessBuilder("kill", "-WINCH", Long.toString(process.pid())).start();
    String printed = output.lines().collect(Collectors.joining("\n"));
    Map<String, Long> counts = new TreeMap<>();
    REFUSED
        .matcher(printed)
        .results()
        .filter(refused -> Long.parseLong(refused.group(1)) == cgroup)
        .forEach(
            refused -> counts.merge(words(refused), Long.parseLong(refused.group(5)), Long::sum));
    return counts;
  }

  private static String words(MatchResult refused) {
    SyscallMachine machine =
        refused.group(2).equals("0") ? SyscallMachine.X86_64 : SyscallMachine.I386;
    String call =
        SyscallTable.of(machine).name(Integer.parseInt(refused.group(3))).orElse(refused.group(3));
    int error = Integer.parseInt(refused.group(4));
    String answer = error == 0 ? "SIGSYS" : BpfException.nameOf(error);
    return machine.label() + " " + call + " " + answer;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
