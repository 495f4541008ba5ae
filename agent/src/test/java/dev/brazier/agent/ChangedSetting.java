package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/**
 * A kernel setting that a test changes and closing restores. A shell of its own session keeps the
 * old value and writes it back when its input ends: also when this process is killed.
 */
final class ChangedSetting implements AutoCloseable {

  private static final String KEEPER =
      """
      old=$(cat "$1") && echo "$2" >"$1" && echo changed
      read -r end
      echo "$old" >"$1"
      """;

  private final Process keeper;

  private ChangedSetting(Process keeper) {
    this.keeper = keeper;
  }

  /**
   * Changes it.
   *
   * @param name below {@code /proc/sys}
   */
  static ChangedSetting of(String name, int value) throws IOException {
    String file = "/proc/sys/" + name;
    Process keeper =
        new ProcessBuilder("setsid", "sh", "-c", KEEPER, "keeper", file, Integer.toString(value))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ChangedSetting setting = new ChangedSetting(keeper);
    if (!"changed".equals(keeper.inputReader().readLine())) {
      setting.close();
      throw new AssertionError("set " + file + " to " + value + ": refused");
    }
    return setting;
  }

  @Override
  public void close() throws IOException {
    keeper.getOutputStream().close();
    assertThat(keeper.onExit().join().exitValue()).isZero();
  }
}
