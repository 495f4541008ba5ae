package dev.brazier.agent.cli;

import dev.brazier.agent.seccomp.RefusedCall;
import dev.brazier.agent.seccomp.SeccompAudit;
import dev.brazier.bpf.SyscallLosses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brazier seccomp audit}: shows live what seccomp refuses. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Shows live which system calls seccomp refuses to containers.",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nSees every refused call, also those answered with a plain errno, as container profiles do"
          + " it, of which the kernel tells nobody. Calls that a filter only logs (SCMP_ACT_LOG)"
          + " are not refused: 'brazier seccomp decode' reads the kernel's log for those.",
      "%nWithout -p, -c and --cgroup every container of the machine is watched; several of them add"
          + " up. On a terminal a table is kept up to date; otherwise a line is printed for each"
          + " call whose count has grown, once a second. Ctrl-C ends it.",
      "%nMeanwhile each system call of the machine takes about 0.1 us longer. Needs root, or"
          + " CAP_PERFMON and CAP_BPF, and Linux 5.15."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, whether or not a call was refused",
      "1:failed: no such container, ...",
      "2:usage: the command line makes no sense",
      "3:not permitted: more privileges are needed"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier seccomp audit                    every container, until Ctrl-C",
      "  brazier seccomp audit -c web -d 1m       one container, for a minute",
      "  brazier seccomp audit --json | jq .call  one JSON object a line"
    })
final class SeccompAuditCommand implements Callable<Integer> {

  private static final long REFRESH_MILLIS = 1000;

  private final Console console;
  private final CountDownLatch ended = new CountDownLatch(1);

  @Mixin private TargetOptions targets = new TargetOptions();

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "how long to watch: 500ms, 10s, 2m, 1h (default: until Ctrl-C)")
  private @Nullable Duration duration;

  @Option(
      names = "--json",
      description = "print a JSON object a line, for programs; its members are in the README")
  private boolean json;

  SeccompAuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    targets.checked();
    long began = System.nanoTime();
    try (SeccompAudit audit =
            SeccompAudit.start(targets.pids(), targets.containers(), targets.cgroups());
        EarlyEnd earlyEnd = new EarlyEnd(ended::countDown)) {
      earlyEnd.listen();
      audit.notes().forEach(console.err()::println);
      RefusalView view = RefusalView.of(console, json);
      List<RefusedCall> refused = watch(audit, view, began);
      view.end(refused);
      summary(refused, audit.losses(), System.nanoTime() - began);
    }
    return ExitCode.DONE;
  }

  /** Shows what there is until time is over; returns the last state. */
  private List<RefusedCall> watch(SeccompAudit audit, RefusalView view, long began)
      throws InterruptedException {
    boolean over = false;
    while (!over) {
      over = ended.await(millisToNext(began), TimeUnit.MILLISECONDS) || millisToNext(began) == 0;
      view.show(audit.refused());
    }
    return audit.refused();
  }

  private long millisToNext(long began) {
    if (duration == null) {
      return REFRESH_MILLIS;
    }
    long left = duration.toNanos() - (System.nanoTime() - began);
    return Math.max(0, Math.min(REFRESH_MILLIS, TimeUnit.NANOSECONDS.toMillis(left)));
  }

  private void summary(List<RefusedCall> refused, SyscallLosses losses, long nanos) {
    long containers = refused.stream().map(RefusedCall::container).distinct().count();
    console
        .err()
        .printf(
            "%,d refused calls of %d kinds in %d places within %.1f s%n",
            refused.stream().mapToLong(RefusedCall::count).sum(),
            refused.size(),
            containers,
            nanos / 1e9);
    if (losses.refusals() > 0) {
      console.err().printf("%,d more were refused that found no room%n", losses.refusals());
    }
    if (losses.unwatched() > 0) {
      console
          .err()
          .printf(
              "%,d calls came from threads that found no room: name fewer targets with -c%n",
              losses.unwatched());
    }
  }
}
