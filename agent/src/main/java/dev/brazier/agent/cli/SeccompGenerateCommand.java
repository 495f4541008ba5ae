package dev.brazier.agent.cli;

import dev.brazier.container.seccomp.SeccompProfile;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brazier seccomp generate}: the least profile that brazier itself runs under. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Prints the least seccomp profile that brazier's own container needs.",
    customSynopsis = "brazier seccomp generate [--format FORMAT] [-o OUT]",
    synopsisHeading = "%nUsage: ",
    description =
        "%nIt allows what brazier's commands, the JVM and the container's runtime were measured to call"
            + " and their like on arm64 and in other C libraries, and refuses the rest. A program of"
            + " your own behind 'record --' may need more: add it with 'merge'. A seccomp profile"
            + " grants nothing: the capabilities are needed besides.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: OUT cannot be written",
      "2:usage: the command line makes no sense"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier seccomp generate -o brazier.json",
      "  docker run --security-opt seccomp=brazier.json --cap-add PERFMON --cap-add BPF ...",
      "  brazier seccomp generate --format kubernetes -o brazier.json"
    })
final class SeccompGenerateCommand implements Runnable {

  private static final String OWN_SYSCALLS = "own-syscalls.txt";
  private static final String DEFAULT_NAME = "brazier.json";

  /** Who reads the profile. */
  enum Format {
    OCI,
    KUBERNETES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "oci",
      description = {
        "oci: JSON for Docker, podman and OCI runtimes, the default",
        "kubernetes: the same JSON for a localhostProfile, and apart from it where the file belongs"
            + " and the lines of the securityContext; they go to standard error when the JSON goes to"
            + " standard output"
      })
  private Format format = Format.OCI;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "where to write; - is standard output, the default")
  private String out = OutputTarget.STANDARD_OUTPUT;

  SeccompGenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    OutputFile output = SeccompOutput.check(out, console);
    String json = SeccompProfile.allowing(ownSyscalls()).json();
    output.write(stream -> stream.write(json.getBytes(StandardCharsets.UTF_8)));
    if (format == Format.KUBERNETES) {
      boolean apart = output.target().file().isPresent();
      PrintStream lines =
          apart ? new PrintStream(console.out(), true, StandardCharsets.UTF_8) : console.err();
      lines.print(securityContext(apart ? out : DEFAULT_NAME));
    }
  }

  /** The names of all calls that brazier makes on any machine. */
  static List<String> ownSyscalls() {
    try (InputStream in = SeccompGenerateCommand.class.getResourceAsStream(OWN_SYSCALLS)) {
      if (in == null) {
        throw new FileNotFoundException(OWN_SYSCALLS + " is missing beside the command's class");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .flatMap(line -> List.of(line.split(" ", -1)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String securityContext(String file) {
    Path name = Path.of(file).getFileName();
    return """
        # On every node, put %1$s into the kubelet's folder for profiles:
        #   install -D -m 644 %1$s /var/lib/kubelet/seccomp/profiles/%2$s
        # In the container of the pod's specification:
        securityContext:
          seccompProfile:
            type: Localhost
            localhostProfile: profiles/%2$s
          capabilities:
            drop: ["ALL"]
            add: ["BPF", "PERFMON", "SYSLOG", "SYS_PTRACE"]
        """
        .formatted(file, name == null ? DEFAULT_NAME : name);
  }
}
