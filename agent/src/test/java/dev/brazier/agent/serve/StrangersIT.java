package dev.brazier.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who should get nothing gets nothing: requests that no browser would send. */
final class StrangersIT {

  private static final int ROUNDS = 400;

  private final Served served;

  StrangersIT(@TempDir Path folder) throws IOException {
    Path picture = Files.writeString(folder.resolve("a.svg"), "<svg>shown</svg>");
    Files.writeString(folder.resolve("b.svg"), "<svg>hidden</svg>");
    served = new Served(picture);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../b.svg",
        "1/../b.svg",
        "1/../../b.svg",
        "1/%2e%2e/b.svg",
        "%2e%2e%2fb.svg",
        "..%2fb.svg",
        "1/..%5cb.svg",
        "1/b.svg",
        "b.svg",
        "1/",
        "1",
        "2/a.svg",
        "1/a.svg/",
        "1/a.svg/../a.svg",
        "1//a.svg",
        "/1/a.svg",
        "1/%61.svg",
        "1/a.svg%00",
        "//etc/passwd",
        "1/./a.svg",
        "1/A.SVG",
        "%2Fetc%2Fpasswd",
        "1/a.svg;x",
        "../../../../../../etc/passwd"
      })
  void noWayLeadsOutOfTheNamedFiles(String path) throws IOException {
    URI index = served.index();
    String answer = RawVisitor.get(index, index.getPath() + path);

    assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("hidden", "shown", "root:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/etc/passwd",
        "/wrong-token-wrong-token/",
        "/1/a.svg",
        "*",
        "//",
        "",
        "/../",
        "http://127.0.0.1/",
        "/%"
      })
  void withoutTheTokenNothingIsThere(String path) throws IOException {
    assertThat(RawVisitor.get(served.index(), path))
        .matches("(?s)HTTP/1.1 40[04] .*")
        .doesNotContain("shown", "a.svg");
  }

  @Test
  void aTokenThatIsNearlyRightIsWrong() throws IOException {
    String path = served.index().getPath();
    String wrong = path.substring(0, path.length() - 2) + (path.endsWith("A/") ? "B/" : "A/");

    assertThat(RawVisitor.get(served.index(), wrong)).startsWith("HTTP/1.1 404 ");
    assertThat(RawVisitor.get(served.index(), path)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:1",
        "X: y",
        "Host:",
        "Host: evil.example\r\nHost: 127.0.0.1"
      })
  void aNameThatIsNotOursLeadsNowhere(String head) throws IOException {
    URI index = served.index();

    assertThat(RawVisitor.get(index, index.getPath() + "1/a.svg", head))
        .matches("(?s)HTTP/1.1 40[03] .*")
        .doesNotContain("shown");
  }

  @Test
  void aSecondHostIsRefusedThoughOneIsRight() throws IOException {
    URI index = served.index();
    String both = "Host: " + index.getAuthority() + "\r\nHost: evil.example";

    assertThat(RawVisitor.get(index, index.getPath() + "1/a.svg", both))
        .matches("(?s)HTTP/1.1 40[03] .*")
        .doesNotContain("shown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
  void answersToTheNamesOfLoopback(String name) throws IOException {
    URI index = served.index();
    String host = "Host: " + name + ":" + index.getPort();

    assertThat(RawVisitor.get(index, index.getPath() + "1/a.svg?x=/../y", host))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("<svg>shown</svg>");
  }

  @Test
  void listensOnLoopbackAlone() throws IOException {
    for (NetworkInterface network : List.copyOf(NetworkInterface.networkInterfaces().toList())) {
      for (InetAddress address : network.inetAddresses().toList()) {
        assertThat(connects(address)).as(address.toString()).isEqualTo(isOurs(address));
      }
    }
  }

  @Test
  void aRequestWithABodyOrAnEndlessHeadIsRefused() throws IOException {
    URI index = served.index();
    String body = "Host: " + index.getAuthority() + "\r\nContent-Length: 99999";
    String head = "Host: " + index.getAuthority() + "\r\nX: " + "y".repeat(70_000);

    assertThat(RawVisitor.get(index, index.getPath(), body)).startsWith("HTTP/1.1 413 ");
    try (RawVisitor visitor = new RawVisitor(index)) {
      visitor.send("GET " + index.getPath() + " HTTP/1.1\r\n" + head);
      assertThat(visitor.read(12)).isIn(0, 12);
    } catch (SocketException e) {
      // It closed the connection while we were still sending: refused too.
    }
  }

  @Test
  void survivesWhateverIsSent() throws Exception {
    Random random = new Random(7);
    URI index = served.index();
    byte[] right =
        ("GET " + index.getPath() + " HTTP/1.1\r\nHost: " + index.getAuthority() + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] sent = right.clone();
      for (int change = 1 + random.nextInt(4); change > 0; change--) {
        sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
      }
      try (RawVisitor visitor = new RawVisitor(index)) {
        visitor.send(sent);
        visitor.endSending();
        assertThat(visitor.rest()).matches("(?s)(HTTP/1.1 [2-4]\\d\\d .*)?");
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (SocketException e) {
        // Closed at once: an answer as well.
      }
    }
    assertThat(served.get("").statusCode()).isEqualTo(200);
  }

  private boolean connects(InetAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, served.index().getPort()), 2000);
      return true;
    } catch (SocketException | SocketTimeoutException e) {
      return false;
    }
  }

  private static boolean isOurs(InetAddress address) {
    return address.getHostAddress().equals("127.0.0.1");
  }
}
