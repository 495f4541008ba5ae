package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BrowserLaunchTest {

  private static final URI ADDRESS = URI.create("http://127.0.0.1:4000/key");

  @Test
  void takesThePersonsChoiceFirst() {
    assertThat(BrowserLaunch.find(Map.of("BROWSER", "firefox -P work:w3m", "DISPLAY", ":0")))
        .contains(new BrowserLaunch(List.of("firefox", "-P", "work")));
  }

  @Test
  void leavesItToTheDesktopWhereThereIsADisplay() {
    BrowserLaunch desktop = new BrowserLaunch(List.of("xdg-open"));

    assertThat(BrowserLaunch.find(Map.of("DISPLAY", ":0"))).contains(desktop);
    assertThat(BrowserLaunch.find(Map.of("WAYLAND_DISPLAY", "wayland-0"))).contains(desktop);
  }

  @Test
  void opensNothingWithoutADisplay() {
    assertThat(BrowserLaunch.find(Map.of())).isEmpty();
    assertThat(BrowserLaunch.find(Map.of("BROWSER", "", "DISPLAY", ""))).isEmpty();
  }

  @Test
  void putsTheAddressWhereItBelongs() {
    assertThat(new BrowserLaunch(List.of("firefox")).command(ADDRESS))
        .containsExactly("firefox", "http://127.0.0.1:4000/key");
    assertThat(new BrowserLaunch(List.of("open", "--url=%s", "-n")).command(ADDRESS))
        .containsExactly("open", "--url=http://127.0.0.1:4000/key", "-n");
  }

  @Test
  void saysThatThereIsNoSuchBrowser() {
    FakeConsole console = new FakeConsole();

    new BrowserLaunch(List.of("/nonexistent/browser")).open(ADDRESS, console.console().err());

    assertThat(console.err())
        .isEqualTo(
            "open a browser with /nonexistent/browser: it cannot be started; open the address"
                + " yourself\n");
  }
}
