package dev.brazier.agent.cli;

import dev.brazier.agent.record.HostRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier seccomp decode}: which system calls the kernel's log says were caught. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    header = "Names the system calls that seccomp filters caught, from the kernel's log.",
    customSynopsis = "brazier seccomp decode [FILE | -k]",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nReads the lines of type 1326 in the output of dmesg, in a syslog, in auditd's audit.log or in"
          + " the journal, and counts them by system call, architecture, action, container and"
          + " program. The container is told while its process lives.",
      "%nThe kernel logs what is killed and what SCMP_ACT_LOG lets through, at about 10 lines in 5 s;"
          + " what it suppressed is reported as lost. It never logs plain SCMP_ACT_ERRNO, which"
          + " runtimes' own profiles use."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, also when no line is about seccomp",
      "1:failed: FILE or the kernel's log cannot be read",
      "2:usage: the command line makes no sense",
      "3:not permitted: -k needs root or CAP_SYSLOG"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  sudo brazier seccomp decode -k",
      "  sudo brazier seccomp decode /var/log/audit/audit.log",
      "  journalctl -k -b | brazier seccomp decode"
    })
final class SeccompDecodeCommand implements Runnable {

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = OutputTarget.STANDARD_OUTPUT,
      description = "a log; - or nothing is standard input")
  private String file = OutputTarget.STANDARD_OUTPUT;

  @Option(
      names = {"-k", "--kernel-log"},
      description =
          "read what is in the kernel's log now, /dev/kmsg; needs root or CAP_SYSLOG where"
              + " kernel.dmesg_restrict is 1, and in a container that device")
  private boolean kernelLog;

  SeccompDecodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    boolean standardInput = file.equals(OutputTarget.STANDARD_OUTPUT);
    if (kernelLog && !standardInput) {
      throw CommandFailure.usage("read both FILE and -k: name one of them");
    }
    CaughtProcesses processes = CaughtProcesses.ofHost(HostRoot.visible());
    AuditTally tally = new AuditTally(processes::container);
    if (kernelLog) {
      readKernelLog(tally);
    } else {
      readLines(tally, standardInput);
    }
    PrintWriter out = console.writer();
    tally.table().forEach(out::println);
    out.flush();
    tally.notes().forEach(console.err()::println);
    if (tally.caught() == 0) {
      console
          .err()
          .println(
              "no caught call is logged there; plain SCMP_ACT_ERRNO, which most profiles use, never"
                  + " is: 'brazier seccomp audit' sees it");
    }
  }

  private void readLines(AuditTally tally, boolean standardInput) {
    try (InputStream in = standardInput ? console.in() : Files.newInputStream(Path.of(file))) {
      // Logs may hold anything: what is no UTF-8 must not end the reading.
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .forEach(tally::add);
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      throw CommandFailure.failed("read " + file + ": " + IoReason.of(e), e);
    }
  }

  private void readKernelLog(AuditTally tally) {
    try {
      KernelLog log = KernelLog.read();
      log.lines().forEach(tally::add);
      if (log.overwritten() > 0) {
        console.err().printf("lost %d lines of the kernel's log%n", log.overwritten());
      }
    } catch (IOException e) {
      throw KernelLogRefusal.here().failure(e);
    }
  }
}
