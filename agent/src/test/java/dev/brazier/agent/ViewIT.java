package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code brazier view} as a process of its own, with curl and Chromium for visitors. */
final class ViewIT {

  private static final long LARGE = 200L << 20;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalEndsItAndIsNoFailure(String signal) throws Exception {
    Path picture = Files.writeString(folder.resolve("a.svg"), "<svg/>");
    try (Viewing viewing = new Viewing(Map.of(), "--no-open", picture.toString())) {
      assertThat(viewing.end(signal)).isZero();
      assertThat(viewing.err()).isEqualTo("Ctrl-C ends it\n");
    }
  }

  @Test
  void sendsTwoHundredMegabytesWithAHeapOfSixteen() throws Exception {
    Path large = folder.resolve("large.svg");
    try (RandomAccessFile writer = new RandomAccessFile(large.toFile(), "rw")) {
      writer.setLength(LARGE);
    }
    Map<String, String> small = Map.of("BRAZIER_JAVA_OPTS", "-Xmx16m -XX:MaxDirectMemorySize=16m");
    try (Viewing viewing = new Viewing(small, "--no-open", large.toString())) {
      String fetched = "%{http_code} %{size_download}";
      assertThat(curl(viewing, "-o", "/dev/null", "-w", fetched)).isEqualTo("200 " + LARGE);
      assertThat(curl(viewing, "-o", "/dev/null", "-w", fetched, "-r", "-5")).isEqualTo("206 5");
    }
  }

  @Test
  void curlGetsPartsHeadsAndNothingElse() throws Exception {
    Path picture = Files.writeString(folder.resolve("a.svg"), "<svg>0123456789</svg>");
    try (Viewing viewing = new Viewing(Map.of(), "--no-open", picture.toString())) {
      assertThat(curl(viewing, "-r", "5-7")).isEqualTo("012");
      assertThat(curl(viewing, "-r", "-6")).isEqualTo("</svg>");
      assertThat(curl(viewing, "-r", "21-", "-w", "%{http_code}")).contains("416");
      assertThat(curl(viewing, "-I")).contains("content-length: 21", "image/svg+xml");
      assertThat(curl(viewing, "-H", "Host: evil.example")).contains("127.0.0.1 and its port");
      assertThat(curl(viewing, "-z", folder.resolve("a.svg").toString(), "-w", "%{http_code}"))
          .isEqualTo("304");
    }
  }

  @Test
  void opensTheBrowserThatThePersonChose() throws Exception {
    Path picture = Files.writeString(folder.resolve("a.svg"), "<svg>shown</svg>");
    Path seen = folder.resolve("seen");
    Path browser = folder.resolve("browser");
    Files.writeString(
        browser, "#!/bin/sh\ncurl -sL -o " + seen + ".new $1 && mv " + seen + ".new " + seen);
    assertThat(browser.toFile().setExecutable(true)).isTrue();
    try (Viewing viewing = new Viewing(Map.of("BROWSER", browser.toString()), picture.toString())) {
      while (!Files.exists(seen)) {
        assertThat(viewing.isAlive()).isTrue();
        Thread.sleep(20);
      }
      assertThat(seen).hasContent("<svg>shown</svg>");
    }
  }

  @Test
  void chromiumRunsOurScriptInADrawnPicture() throws Exception {
    Path stacks = Files.writeString(folder.resolve("a.txt"), "main;work;hot 90\nmain;rest 10\n");
    try (Viewing viewing = new Viewing(Map.of(), "--no-open", stacks.toString())) {
      CommandRun page = chromium(viewing.address().toString());

      // The file has no element for input: the script makes them.
      assertThat(page.out()).contains("<input", "hot");
      assertThat(page.err()).doesNotContain("Content Security Policy", "Uncaught");
    }
  }

  @Test
  void aPictureThatReachesForTheNetworkReachesNothing() throws Exception {
    try (ServerSocket outside = new ServerSocket(0)) {
      String there = "http://127.0.0.1:" + outside.getLocalPort() + "/";
      Path hostile =
          Files.writeString(
              folder.resolve("hostile.svg"),
              """
              <svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">
              <style>@import "%1$sstyle"; rect { fill: url(%1$sfill) }</style>
              <image x:href="%1$simage" width="9" height="9"/><use href="%1$suse#a"/><rect/>
              <text id="said">nothing</text>
              <script><![CDATA[
              var said = [location.origin === self.origin ? "same origin" : "own origin"];
              fetch("%1$sfetch").catch(function () { said.push("no fetch"); show(); });
              fetch("../").catch(function () { said.push("no sibling"); show(); });
              new Image().src = "%1$snew";
              try { navigator.sendBeacon("%1$sbeacon"); } catch (e) { }
              function show() { document.getElementById("said").textContent = said.join(", "); }
              ]]></script></svg>
              """
                  .formatted(there));
      try (Viewing viewing = new Viewing(Map.of(), "--no-open", hostile.toString())) {
        CommandRun page = chromium(viewing.address().toString());

        assertThat(page.out()).contains("own origin").contains("no fetch").contains("no sibling");
        outside.setSoTimeout(500);
        assertThat(visited(outside)).isFalse();
      }
    }
  }

  private static boolean visited(ServerSocket outside) throws IOException {
    try {
      outside.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static String curl(Viewing viewing, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "300"));
    command.addAll(List.of(options));
    command.add(viewing.address().toString());
    return CommandRun.of(Map.of(), command.toArray(String[]::new)).out();
  }

  /** The page as it is after its scripts, and what Chromium logged. */
  private CommandRun chromium(String address) throws Exception {
    assumeThat(Path.of("/usr/bin/chromium")).isExecutable();
    return CommandRun.of(
        Map.of(),
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--enable-logging=stderr",
        "--virtual-time-budget=5000",
        "--user-data-dir=" + folder.resolve("profile"),
        "--dump-dom",
        address);
  }

  /** A {@code brazier view} that has printed its address. */
  private final class Viewing implements AutoCloseable {

    private final Path err = folder.resolve("err");
    private final Process process;
    private final URI address;

    Viewing(Map<String, String> environment, String... arguments) throws IOException {
      List<String> command = new ArrayList<>(List.of(Distribution.program().toString(), "view"));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
      builder.environment().remove("BROWSER");
      builder.environment().remove("DISPLAY");
      builder.environment().putAll(environment);
      process = builder.start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      assertThat(line).as(err()).matches("http://127\\.0\\.0\\.1:\\d+/[-\\w]{22}/1/.*");
      address = URI.create(line);
    }

    URI address() {
      return address;
    }

    boolean isAlive() {
      return process.isAlive();
    }

    String err() throws IOException {
      return Files.readString(err);
    }

    /** Its exit status after this signal. */
    int end(String signal) throws Exception {
      awaitAnswer();
      CommandRun.of(Map.of(), "kill", "-" + signal, Long.toString(process.pid()));
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    }

    private void awaitAnswer() throws Exception {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().completeOnTimeout(process, 2, TimeUnit.MINUTES).join();
      boolean ended = !process.isAlive();
      process.destroyForcibly();
      assertThat(ended).as("ends on SIGTERM").isTrue();
    }
  }
}
