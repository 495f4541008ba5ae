package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hands what {@code brazier doctor --fix} prints to the program that it is meant for. */
final class FixTrial {

  /** Starts Brazier as a person does with one such program. */
  interface Starter {
    /**
     * Runs Brazier to its end.
     *
     * @param fix what is added to how it is confined
     */
    CommandRun brazier(Confinement confinement, Printed fix, String... arguments)
        throws IOException, InterruptedException;
  }

  private static final int FULL = 0;

  private final String platform;
  private final Path folder;
  private final Starter starter;
  private final List<String> errors = new ArrayList<>();
  private int worked;

  /**
   * @param platform as {@code --fix} calls it
   * @param folder the working folder, for the files that the lines name
   */
  FixTrial(String platform, Path folder, Starter starter) {
    this.platform = platform;
    this.folder = folder;
    this.starter = starter;
  }

  /** In each cell something is amiss, and nothing once the printed lines are applied. */
  void everyFixWorks(List<Confinement> cells) throws IOException, InterruptedException {
    for (Confinement cell : cells) {
      try {
        apply(cell, prescribe(cell));
        worked++;
      } catch (AssertionError e) {
        errors.add(cell + ": " + e.getMessage());
      }
    }
    String counts = "fix %s: %d cells, %d fixes worked".formatted(platform, cells.size(), worked);
    System.out.println(counts);
    Files.write(Path.of("target/fix-" + platform + ".txt"), List.of(counts));
    assertThat(errors).as(counts).isEmpty();
  }

  /** Without any one of the printed lines something is still amiss. */
  void noLineIsTooMuch(Confinement cell) throws IOException, InterruptedException {
    Printed fix = prescribe(cell);
    for (String line : fix.lines()) {
      CommandRun without = starter.brazier(cell, fix.without(line), "doctor");
      assertThat(without.exitCode()).as(line + "\n" + without.out()).isIn(3, 4);
    }
  }

  private Printed prescribe(Confinement cell) throws IOException, InterruptedException {
    CommandRun blocked = starter.brazier(cell, Printed.NOTHING, "doctor", "--fix", platform);
    assertThat(blocked.exitCode()).as(blocked.err()).isIn(3, 4);
    Printed fix = new Printed(blocked.out());
    fix.makeProfile(folder);
    return fix;
  }

  private void apply(Confinement cell, Printed fix) throws IOException, InterruptedException {
    CommandRun doctor = starter.brazier(cell, fix, "doctor");
    assertThat(doctor.exitCode()).as(fix.text() + doctor.out() + doctor.err()).isEqualTo(FULL);
    CommandRun record = starter.brazier(cell, fix, "record", "-d", "500ms", "-o", "-");
    assertThat(record.exitCode()).as(fix.text() + record.err()).isZero();
    assertThat(record.err()).contains("engine    BPF, unwind tables");
    assertThat(record.out()).contains(";");
  }
}
