package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code brazier record}: samples the machine and writes the profile. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Samples the machine, or a part of it, and writes a flame graph.",
    customSynopsis = "brazier record [OPTION...] [[--] COMMAND [ARG...]]",
    synopsisHeading = "%nUsage: ",
    description = {
      "%nWithout -p, -c, --cgroup and COMMAND the whole machine is sampled; several of them add up."
          + " Ctrl-C ends the sampling early and still writes the profile.",
      "%nAll that it can needs root, or CAP_PERFMON and CAP_BPF (plus CAP_SYS_PTRACE to name the"
          + " frames of other users' programs and CAP_SYSLOG to name those of the kernel). With"
          + " CAP_PERFMON alone the machine is still sampled, without unwind tables; with nothing,"
          + " your own processes are: see --engine."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done: every output is written",
      "1:failed: no such container, an unwritable file, a command that does not start, ...",
      "2:usage: the command line makes no sense",
      "3:not permitted: more privileges are needed",
      "N:with COMMAND, once every output is written: COMMAND's own exit status, or 128 + the signal"
          + " that ended it"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier record                            the whole machine for 10 s",
      "  brazier record -d 1m -F 999 -o hot.svg    finer, for a minute",
      "  brazier record -c web -c db               two containers",
      "  brazier record -p 4711 -t -o -            one process by thread, as text",
      "  brazier record --top -o a.speedscope.json the hottest functions, and threads in time",
      "  brazier record -o a.svg -- make -j4       a command and its children"
    })
final class RecordCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private TargetOptions targets = new TargetOptions();
  @Mixin private CommOption names = new CommOption();
  @Mixin private OutputOptions outputs = new OutputOptions();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description =
          "a program to start and sample, with its arguments and its children; put -- before it."
              + " With -o - or --top its standard output goes to standard error. It is left running when the"
              + " sampling ends first")
  private List<String> command = new ArrayList<>();

  RecordCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<OutputFile> files =
        outputs.targets(LocalDateTime.now(ZoneId.systemDefault())).stream()
            .map(target -> OutputFile.check(target, console.out()))
            .toList();
    // Stacks and the command's own words on one stream would be of use to nobody.
    boolean onStandardOutput =
        outputs.printsTop() || files.stream().anyMatch(file -> file.target().file().isEmpty());
    RecordingConfig config = config().withCommandOutputOnStandardError(onStandardOutput);
    return new RecordingSession(console, config, files, outputs, sampling.threads()).run();
  }

  /** What the options ask for, checked. */
  RecordingConfig config() {
    RecordingConfig config = names.applyTo(targets.applyTo(RecordingConfig.defaults()));
    if (!command.isEmpty()) {
      config = config.withCommand(command);
    }
    return outputs.applyTo(sampling.applyTo(config));
  }
}
