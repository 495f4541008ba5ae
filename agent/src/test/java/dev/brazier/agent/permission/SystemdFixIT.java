package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code brazier doctor --fix systemd} prints, as a drop-in of a unit that a real systemd
 * starts. It is root's user manager: as process 1 it would be in a PID namespace of its own. The
 * container around it is there for its cgroups, as a manager moves all processes of its own cgroup.
 */
final class SystemdFixIT {

  private static final String MANAGER =
      """
      export XDG_RUNTIME_DIR=/run/user XDG_CONFIG_HOME=/trial
      mkdir -p /run/systemd/system /run/user
      /usr/lib/systemd/systemd --user --unit=idle.target >/trial/manager.log 2>&1 &
      while kill -0 $! && ! [ -S /run/user/systemd/private ]; do sleep 0.1; done
      systemctl --user start trial.service 2>>/trial/manager.log
      cat /trial/out
      cat /trial/err >&2
      exit "$(systemctl --user show --value -p ExecMainStatus trial.service)"
      """;

  private static final String UNIT =
      """
      [Service]
      Type=oneshot
      RemainAfterExit=yes
      User=%d
      NoNewPrivileges=%s
      %s
      %s
      SystemCallErrorNumber=EPERM
      ExecStart=%s %s
      StandardOutput=truncate:/trial/out
      StandardError=truncate:/trial/err
      """;

  @TempDir private static Path folder = Path.of("");

  private static @Nullable Podman podman;

  @BeforeAll
  static void prepareTheManager() throws Exception {
    podman = new Podman(folder);
    Files.createDirectories(units().resolve("trial.service.d"));
    Files.writeString(folder.resolve("manager.sh"), MANAGER);
    Files.writeString(units().resolve("idle.target"), "[Unit]\n");
  }

  @AfterAll
  static void removeTheImage() {
    if (podman != null) {
      podman.close();
    }
  }

  /** Half of the cells: under {@code NoNewPrivileges=}, where it is harder. */
  @Test
  void whatIsPrintedMakesItFull() throws Exception {
    List<Confinement> cells =
        Confinement.chosen().stream()
            .filter(Confinement::noNewPrivileges)
            .filter(SystemdFixIT::isConfinedByAUnit)
            .toList();

    new FixTrial("systemd", folder, SystemdFixIT::brazier).everyFixWorks(cells);
  }

  @Test
  void noPrintedLineIsTooMuch() throws Exception {
    new FixTrial("systemd", folder, SystemdFixIT::brazier)
        .noLineIsTooMuch(new Confinement(Grant.NOBODY, true, true, false));
  }

  /** Root in a unit that takes nothing away lacks nothing. */
  private static boolean isConfinedByAUnit(Confinement cell) {
    return cell.uid() != 0 || cell.dropped() || !cell.ownProfile();
  }

  private static CommandRun brazier(Confinement confinement, Printed fix, String... arguments)
      throws IOException {
    // To one of the users by what is allowed, to the other by what is not.
    String filter = confinement.uid() == 0 ? "~bpf perf_event_open" : "@system-service";
    Files.writeString(
        units().resolve("trial.service"),
        UNIT.formatted(
            confinement.uid(),
            confinement.noNewPrivileges() ? "yes" : "no",
            confinement.dropped() ? "CapabilityBoundingSet=" : "",
            confinement.ownProfile() ? "" : "SystemCallFilter=" + filter,
            BareRoot.PROGRAM,
            String.join(" ", arguments)));
    Files.writeString(units().resolve("trial.service.d/fix.conf"), fix.text());
    return Objects.requireNonNull(podman)
        .run(
            List.of(
                "--privileged",
                "--pid=host",
                "--cgroupns=private",
                "-v",
                folder + ":/trial",
                "--entrypoint=/bin/sh"),
            List.of("/trial/manager.sh"));
  }

  private static Path units() {
    return folder.resolve("systemd/user");
  }
}
