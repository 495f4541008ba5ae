package dev.brazier.agent.cli;

import dev.brazier.agent.serve.Drawing;
import dev.brazier.agent.serve.Exhibit;
import dev.brazier.agent.serve.LoopbackServer;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.input.InputTree;
import dev.brazier.flamegraph.input.StackInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier view}: pictures in a browser. */
@Command(
    name = "view",
    mixinStandardHelpOptions = true,
    header = "Shows pictures, and stacks of any tool as pictures, in a browser.",
    customSynopsis = "brazier view [OPTIONS] FILE...",
    synopsisHeading = "%nUsage: ",
    description =
        "%nServes the named files, and nothing else, on 127.0.0.1 until Ctrl-C, prints their"
            + " address and opens it in $BROWSER, or with xdg-open where there is a display. An SVG"
            + " is shown as it is; so are .html, .json, .md and .png; any other FILE (IN below) is stacks as"
            + " 'brazier flamegraph' reads them, and drawn. Load the page again to see a FILE that"
            + " has changed. The address holds a random token: who has it can read the files, and"
            + " other users of this machine have not.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done: ended by Ctrl-C or SIGTERM",
      "1:failed: a FILE cannot be read, or the port is taken",
      "2:usage: the command line makes no sense"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier view brazier-*.svg",
      "  perf script > perf.txt; brazier view perf.txt",
      "  ssh -L 8080:127.0.0.1:8080 HOST brazier view --no-open --port 8080 a.svg",
      "                       a file of another machine in the browser of this one"
    })
final class ViewCommand implements Runnable {

  private static final int HIGHEST_PORT = 65_535;

  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "what to show; an index links all")
  private List<String> files = List.of();

  @Mixin private final StackFileOptions inputOptions = new StackFileOptions();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "where to listen on 127.0.0.1. Default: any port that is free")
  private int port;

  @Option(names = "--no-open", description = "print the address only, and open no browser")
  private boolean doNotOpen;

  ViewCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (port < 0 || port > HIGHEST_PORT) {
      throw CommandFailure.usage("listen on port " + port + ": ports are 1 to " + HIGHEST_PORT);
    }
    List<Exhibit> exhibits = exhibits();
    try (LoopbackServer server = LoopbackServer.start(exhibits, port);
        EarlyEnd end = new EarlyEnd(server::close)) {
      end.listen();
      PrintWriter out = console.writer();
      out.println(server.address());
      console.err().println("Ctrl-C ends it");
      if (!doNotOpen) {
        BrowserLaunch.find(System.getenv())
            .ifPresent(browser -> browser.open(server.addressForOnce(), console.err()));
      }
      server.awaitEnd();
    } catch (IOException e) {
      throw CommandFailure.failed(IoReason.of(e) + "; name another --port, or none", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Exhibit> exhibits() {
    List<Exhibit> exhibits = new ArrayList<>();
    for (String file : files) {
      try {
        Path named = Path.of(file);
        exhibits.add(Exhibit.of(named, drawing(named)));
      } catch (IOException | InvalidPathException e) {
        throw CommandFailure.failed("show " + file + ": " + IoReason.of(e), e);
      }
    }
    return exhibits;
  }

  /** What a visitor cannot see goes to the terminal. */
  private Drawing drawing(Path file) {
    return (in, out) -> draw(file, in, out);
  }

  private void draw(Path file, InputStream in, OutputStream out) throws IOException {
    InputTree input = StackInput.readTree(in, inputOptions.options());
    InputRemarks remarks = new InputRemarks(String.valueOf(file.getFileName()), input.report());
    Optional<String> nothing = remarks.whyEmpty();
    if (nothing.isPresent()) {
      throw new IOException(nothing.get());
    }
    remarks.lines().forEach(line -> console.err().println(file + ": " + line));
    FlameGraph.write(input.tree(), remarks.options(), out);
  }
}
