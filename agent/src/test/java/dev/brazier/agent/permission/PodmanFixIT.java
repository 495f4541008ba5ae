package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
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
 * What {@code brazier doctor --fix podman} prints, given to podman as it stands. A share of all
 * combinations; {@code -Dbrazier.matrix=all} takes every one.
 */
final class PodmanFixIT {

  @TempDir private static Path folder = Path.of("");

  private static @Nullable Podman podman;

  @BeforeAll
  static void importTheImage() throws Exception {
    podman = new Podman(folder);
    Profile.MOBY_CURRENT.write(folder.resolve(Confinement.PROFILE));
  }

  @AfterAll
  static void removeTheImage() {
    if (podman != null) {
      podman.close();
    }
  }

  @Test
  void whatIsPrintedMakesItFull() throws Exception {
    trial().everyFixWorks(Confinement.chosen());
  }

  @Test
  void noPrintedLineIsTooMuch() throws Exception {
    trial().noLineIsTooMuch(new Confinement(Grant.NOBODY, true, true, true));
  }

  private static FixTrial trial() {
    return new FixTrial("podman", folder, PodmanFixIT::brazier);
  }

  private static CommandRun brazier(Confinement confinement, Printed fix, String... arguments) {
    List<String> options = new ArrayList<>(confinement.options());
    options.addAll(fix.lines());
    return Objects.requireNonNull(podman).run(options, List.of(arguments));
  }
}
