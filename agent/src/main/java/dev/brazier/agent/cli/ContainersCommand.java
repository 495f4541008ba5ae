package dev.brazier.agent.cli;

import dev.brazier.agent.record.HostRoot;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code brazier containers}: what {@code brazier record -c} can be told. */
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    header = "Lists the containers seen on this host, with their processes.",
    synopsisHeading = "%nUsage: ",
    description =
        "%nEach container is shown by the name that 'brazier record -c' takes. Needs no privileges,"
            + " but without root the names that runtimes keep to themselves stay unknown.",
    optionListHeading = "%nOptions:%n")
final class ContainersCommand implements Callable<Integer> {

  private final Console console;

  ContainersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<RunningContainer> containers =
        new ContainerDirectory(ProcRoot.host(), HostRoot.visible()).list();
    if (containers.isEmpty()) {
      console.err().println("no process here is in a container that this user can tell");
    }
    PrintWriter out = console.writer();
    ContainerLines.of(containers).forEach(out::println);
    return ExitCode.DONE;
  }
}
