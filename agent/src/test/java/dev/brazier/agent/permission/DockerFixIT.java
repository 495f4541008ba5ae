package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code brazier doctor --fix docker} and {@code --fix compose} print, given to Docker as it
 * stands; Debian's is so old that the comment on old ones has to be followed too. Into the image
 * goes what {@code --fix setcap} prints, through a shell. A share of all combinations; {@code
 * -Dbrazier.matrix=all} takes every one.
 */
final class DockerFixIT {

  private static final String IMAGE = "brazier";
  private static final String PREPARED = "brazier:prepared";

  private static final String SERVICE =
      """
      services:
        brazier:
          image: %s
          network_mode: none
          user: "%d"
          volumes: ["/usr:/usr:ro", "/etc:/etc:ro"]
          cap_drop: [%s]
          security_opt: [%s]
      """;

  @TempDir private static Path folder = Path.of("");

  private static @Nullable DockerDaemon daemon;

  /** It does not know CAP_BPF. */
  private static boolean old;

  @BeforeAll
  static void startDocker() throws Exception {
    daemon = new DockerDaemon(folder);
    Profile.MOBY_CURRENT.write(folder.resolve(Confinement.PROFILE));
    succeed("import", "--change", BareRoot.ENTRY_POINT, BareRoot.archive(folder).toString(), IMAGE);
    CommandRun granted = daemon.run("docker", List.of("run", "--rm", "--cap-add=BPF", IMAGE));
    old = granted.err().contains("unknown capability");
    prepareTheImage();
  }

  /** As an image is built: what is printed to another user than root, done by root. */
  private static void prepareTheImage() throws IOException {
    Confinement another = new Confinement(Grant.NOBODY, false, false, true);
    String printed = docker(another, Printed.NOTHING, "doctor", "--fix", "setcap").out();
    // As the comment of --fix docker says about old Dockers.
    String script = old ? printed.replace("setcap ", "setcap cap_sys_admin,") : printed;
    Files.writeString(folder.resolve("prepare.sh"), script);
    List<String> asRoot = new ArrayList<>(List.of("run", "--name=prepared"));
    asRoot.addAll(BareRoot.MOUNTS);
    asRoot.addAll(List.of("-v", folder + "/prepare.sh:/tmp/prepare.sh:ro"));
    asRoot.addAll(List.of("--entrypoint=/bin/sh", IMAGE, "-e", "/tmp/prepare.sh"));
    succeed(asRoot.toArray(String[]::new));
    succeed("commit", "--change", BareRoot.ENTRY_POINT, "prepared", PREPARED);
    succeed("rm", "prepared");
  }

  @AfterAll
  static void stopDocker() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @Test
  void whatIsPrintedForDockerMakesItFull() throws Exception {
    new FixTrial("docker", folder, DockerFixIT::docker).everyFixWorks(Confinement.chosen());
  }

  /** Half as many: what differs from Docker is how the lines are written. */
  @Test
  void whatIsPrintedForComposeMakesItFull() throws Exception {
    List<Confinement> cells =
        Confinement.chosen().stream().filter(cell -> cell.dropped() == cell.ownProfile()).toList();

    new FixTrial("compose", folder, DockerFixIT::compose).everyFixWorks(cells);
  }

  private static CommandRun docker(Confinement confinement, Printed fix, String... arguments) {
    boolean launched = fix.names("--entrypoint=");
    List<String> command = new ArrayList<>(List.of("run", "--rm", "--network=none"));
    command.addAll(BareRoot.MOUNTS);
    command.addAll(confinement.options());
    command.addAll((old ? fix.forOldDocker() : fix).lines());
    command.add(launched ? PREPARED : IMAGE);
    if (launched) {
      command.add(BareRoot.PROGRAM);
    }
    command.addAll(List.of(arguments));
    return daemon().run("docker", command);
  }

  private static CommandRun compose(Confinement confinement, Printed fix, String... arguments)
      throws IOException {
    List<String> options = new ArrayList<>();
    if (confinement.noNewPrivileges()) {
      options.add("no-new-privileges");
    }
    if (!confinement.ownProfile()) {
      options.add("seccomp=" + Confinement.PROFILE);
    }
    String service =
        SERVICE.formatted(
            fix.names("entrypoint:") ? PREPARED : IMAGE,
            confinement.uid(),
            confinement.dropped() ? "ALL" : "",
            String.join(", ", options));
    Files.writeString(folder.resolve("compose.yaml"), service);
    String more = (old ? fix.forOldDocker() : fix).text().indent(4);
    Files.writeString(
        folder.resolve("fix.yaml"), more.isBlank() ? service : "services:\n  brazier:\n" + more);
    List<String> command = new ArrayList<>(List.of("-f", "compose.yaml", "-f", "fix.yaml"));
    command.addAll(List.of("-p", "brazier", "run", "--rm", "-T", "brazier"));
    command.addAll(List.of(arguments));
    return daemon().run("docker-compose", command);
  }

  private static void succeed(String... arguments) {
    CommandRun run = daemon().run("docker", List.of(arguments));
    assertThat(run.exitCode()).as(String.join(" ", arguments) + ": " + run.err()).isZero();
  }

  private static DockerDaemon daemon() {
    return Objects.requireNonNull(daemon);
  }
}
