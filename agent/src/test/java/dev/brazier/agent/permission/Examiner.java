package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Examines processes on one kernel, mends what {@code brazier doctor} says, and counts. */
final class Examiner implements AutoCloseable {

  /** Its file is as it came, and lies where file capabilities can be written. */
  private static final String FRESH_LAUNCHER =
      "mountpoint -q %1$s && umount %1$s; cp %1$s /run/launcher && mount --bind /run/launcher %1$s"
          .formatted(Bundle.LAUNCHER);

  /**
   * Java's compilers take longer in an emulated CPU than they save in a second's work; and once in
   * some dozens of starts a process in such a CPU hung.
   */
  private static final String EMULATED =
      "export BRAZIER_JAVA_OPTS=-Xint; patiently() { timeout 200 \"$@\"; s=$?; [ $s -ne 124 ] || {"
          + " timeout 200 \"$@\"; s=$?; }; return $s; }; patiently ";

  private static final Pattern WORD = Pattern.compile("# start the kernel with (\\S+)");

  /** The last check by weight: decisive only where the kernel's age is all that is left to mend. */
  private static final String OLD_KERNEL = "bpf.iterator";

  private final String kernel;
  private final List<String> errors = new ArrayList<>();
  private Guest guest;
  private boolean spoilt;
  private String launcher = "";
  private int cells;
  private int right;
  private int fixes;
  private int worked;

  Examiner(String kernel) throws IOException {
    this.kernel = kernel;
    this.guest = started(kernel, List.of());
  }

  private void boot(List<String> words) throws IOException {
    guest.close();
    guest = started(kernel, words);
  }

  private static Guest started(String kernel, List<String> words) throws IOException {
    Guest guest = Guest.boot(kernel, words);
    // Of neither user: others' processes are tried on it.
    guest.must("setpriv --reuid=1000 sleep 1h >/dev/null 2>&1 &");
    return guest;
  }

  /** Whether the diagnosis is right, and whether what it prints mends all. */
  void examine(KernelCell cell) throws IOException {
    cells++;
    launcher = "";
    if (spoilt) {
      boot(List.of());
    }
    spoilt = cell.lasting();
    try {
      guest.must(FRESH_LAUNCHER + " && " + cell.setUp());
      String fix = cell.command("", "doctor", "--fix", "setcap");
      CommandRun run =
          doctor(
              fix
                  + " >/run/fix & patiently "
                  + cell.command("", "doctor", "--json")
                  + "; status=$?; wait; exit $status");
      Diagnosis diagnosis = Diagnosis.parse(run);
      List<String> wrong = diagnosis.errors(cell.verdict(), cell.expected());
      if (!diagnosis.decisive().equals(cell.decisive())) {
        wrong.add(
            "decisive is '%s' instead of '%s'".formatted(diagnosis.decisive(), cell.decisive()));
      }
      wrong.forEach(error -> errors.add("%s, %s: %s".formatted(kernel, cell, error)));
      right += wrong.isEmpty() ? 1 : 0;
      if (!cell.verdict().equals("full") && !cell.decisive().equals(OLD_KERNEL)) {
        mend(cell);
      }
    } catch (AssertionError e) {
      errors.add("%s, %s: %s".formatted(kernel, cell, e.getMessage()));
    } finally {
      guest.run(cell.undo());
    }
  }

  private void mend(KernelCell cell) throws IOException {
    fixes++;
    String lines = guest.must("cat /run/fix");
    KernelCell mended = follow(lines, cell);
    Diagnosis diagnosis = Diagnosis.parse(doctor(mended.command(launcher, "doctor", "--json")));
    if (diagnosis.verdict().equals("full") || diagnosis.decisive().equals(OLD_KERNEL)) {
      worked++;
    } else {
      errors.add("%s, %s: after the fix %s%n%s".formatted(kernel, cell, diagnosis, lines));
    }
  }

  /** Does as the lines say, comments that tell a person to do something included. */
  private KernelCell follow(String lines, KernelCell cell) throws IOException {
    guest.must("sh -e /run/fix");
    launcher = lines.contains("\nsetcap ") ? Bundle.LAUNCHER.toString() : "";
    Matcher word = WORD.matcher(lines);
    if (word.find()) {
      boot(List.of(word.group(1)));
      // That kernel has a setting which others lack.
      spoilt = true;
    }
    if (lines.contains("# mount sysfs")) {
      guest.must("mount -t sysfs sysfs /sys");
    }
    if (lines.contains("see --fix docker and the others")) {
      String unit = doctor(cell.command("", "doctor", "--fix", "systemd")).out();
      if (unit.contains("LimitMEMLOCK=infinity\n")) {
        return cell.behind("prlimit", "--memlock=unlimited:unlimited");
      }
    }
    return cell;
  }

  private CommandRun doctor(String command) throws IOException {
    return guest.run(EMULATED + command);
  }

  /** What was not as it should be, one entry each. */
  List<String> errors() {
    return errors;
  }

  String counts() {
    return "%s: %d cells, %d right diagnoses, %d of %d fixes worked"
        .formatted(kernel, cells, right, worked, fixes);
  }

  @Override
  public void close() throws IOException {
    guest.close();
  }
}
