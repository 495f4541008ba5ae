package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A thread may be urgent for a while; only that thread is. */
final class ThreadUrgencyIT {
  private static final String ORDINARY = "0";
  private static final String ROUND_ROBIN = "2";

  @Test
  void makesTheCallingThreadUrgentAndOrdinaryAgain() throws Exception {
    String[] seen = new String[3];
    Thread thread =
        new Thread(
            () -> {
              boolean urgent = ThreadUrgency.set(true);
              seen[0] = urgent + " " + policy();
              seen[1] = ThreadUrgency.set(false) + " " + policy();
            });
    seen[2] = policy();
    thread.start();
    thread.join();

    assertThat(seen).containsExactly("true " + ROUND_ROBIN, "true " + ORDINARY, ORDINARY);
    assertThat(policy()).isEqualTo(ORDINARY);
  }

  @Test
  void threadsThatAnUrgentOneStartsAreOrdinary() throws Exception {
    String[] seen = new String[1];
    Thread thread =
        new Thread(
            () -> {
              ThreadUrgency.set(true);
              Thread child = new Thread(() -> seen[0] = policy());
              child.start();
              try {
                child.join();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    thread.join();

    assertThat(seen).containsExactly(ORDINARY);
  }

  /** Field 41 of {@code /proc/thread-self/stat}, counted from behind the name. */
  private static String policy() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38];
    } catch (IOException e) {
      return e.toString();
    }
  }
}
