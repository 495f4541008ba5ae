package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A podman with a store of the test's own, which holds an image with the distribution. */
final class Podman implements AutoCloseable {

  private static final String IMAGE = "localhost/brazier";

  /** podman's own limits need CAP_SYS_RESOURCE, which not every machine's root has. */
  private static final String LIMITS =
      """
      [containers]
      default_ulimits=["nofile=1024:1024","nproc=1024:1024"]
      """;

  private final Path folder;

  /**
   * Makes the image.
   *
   * @param folder for all its files, and the working folder of the commands
   */
  Podman(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Files.writeString(folder.resolve("containers.conf"), LIMITS);
    String archive = BareRoot.archive(folder).toString();
    CommandRun imported =
        podman(List.of("import", "--change", BareRoot.ENTRY_POINT, archive, IMAGE));
    assertThat(imported.exitCode()).as(imported.err()).isZero();
  }

  /** Runs a container to its end with these options and these arguments to its entry point. */
  CommandRun run(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("run", "--rm", "--network=none"));
    command.addAll(BareRoot.MOUNTS);
    command.addAll(options);
    command.add(IMAGE);
    command.addAll(arguments);
    return podman(command);
  }

  private CommandRun podman(List<String> arguments) {
    String own = "podman --runtime runc --root %1$s/store --runroot %1$s/run".formatted(folder);
    return Distribution.shell(
        "cd %1$s && CONTAINERS_CONF=%1$s/containers.conf exec %2$s %3$s"
            .formatted(folder, own, String.join(" ", arguments)));
  }

  /** Removes the image and what is mounted of it. */
  @Override
  public void close() {
    podman(List.of("rmi", "--all", "--force"));
    Distribution.shell("umount %s/store/overlay 2>/dev/null".formatted(folder));
  }
}
