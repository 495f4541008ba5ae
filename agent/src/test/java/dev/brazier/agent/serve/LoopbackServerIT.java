package dev.brazier.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors get, asked for with the JDK's client. */
final class LoopbackServerIT {

  @TempDir private Path folder = Path.of("");
  private Path picture = Path.of("");
  private Path stacks = Path.of("");

  @BeforeEach
  void writeFiles() throws IOException {
    picture = Files.writeString(folder.resolve("a picture.svg"), "<svg>0123456789</svg>");
    stacks = Files.writeString(folder.resolve("stacks.collapsed"), "a;b 1\n");
  }

  @Test
  void showsAPictureAsItIs() throws Exception {
    try (Served served = new Served(picture, stacks)) {
      HttpResponse<String> answer = served.get("1/a%20picture.svg");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("<svg>0123456789</svg>");
      assertThat(header(answer, "content-type")).isEqualTo("image/svg+xml");
      assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(answer, "content-security-policy"))
          .startsWith("default-src 'none'; script-src 'unsafe-inline'")
          .contains("sandbox allow-scripts")
          .doesNotContain("allow-same-origin");
    }
  }

  @Test
  void drawsWhatIsNoPicture() throws Exception {
    try (Served served = new Served(stacks)) {
      HttpResponse<String> answer = served.get("1/stacks.collapsed.svg");

      assertThat(answer.body()).isEqualTo("<svg>a;b 1</svg>");
      assertThat(header(answer, "content-type")).isEqualTo("image/svg+xml");
    }
  }

  @Test
  void theIndexLinksTheNamedFilesAndNothingElse() throws Exception {
    Files.writeString(folder.resolve("other.svg"), "<svg/>");
    Path hostile = Files.writeString(folder.resolve("\"><script>x.svg"), "<svg/>");
    try (Served served = new Served(picture, hostile)) {
      HttpResponse<String> answer = served.get("");

      assertThat(answer.body())
          .contains("<a href=\"1/a%20picture.svg\">", "&lt;script&gt;x.svg")
          .doesNotContain("other", "<script");
      assertThat(header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
    }
  }

  @Test
  void sendsParts() throws Exception {
    try (Served served = new Served(picture)) {
      HttpResponse<String> middle = served.get("1/a%20picture.svg", "Range", "bytes=5-8");
      HttpResponse<String> end = served.get("1/a%20picture.svg", "Range", "bytes=-6");

      assertThat(middle.statusCode()).isEqualTo(206);
      assertThat(middle.body()).isEqualTo("0123");
      assertThat(header(middle, "content-range")).isEqualTo("bytes 5-8/21");
      assertThat(end.body()).isEqualTo("</svg>");
    }
  }

  @Test
  void sendsPartsOfWhatItDrew() throws Exception {
    try (Served served = new Served(stacks)) {
      assertThat(served.get("1/stacks.collapsed.svg", "Range", "bytes=5-7").body())
          .isEqualTo("a;b");
    }
  }

  @Test
  void refusesPartsThatDoNotExist() throws Exception {
    try (Served served = new Served(picture)) {
      HttpResponse<String> answer = served.get("1/a%20picture.svg", "Range", "bytes=21-");

      assertThat(answer.statusCode()).isEqualTo(416);
      assertThat(header(answer, "content-range")).isEqualTo("bytes */21");
    }
  }

  @Test
  void sendsAllForSeveralParts() throws Exception {
    try (Served served = new Served(picture)) {
      HttpResponse<String> answer = served.get("1/a%20picture.svg", "Range", "bytes=0-1,4-5");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).hasSize(21);
    }
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws Exception {
    try (Served served = new Served(picture)) {
      HttpResponse<String> answer = served.ask("HEAD", served.at("1/a%20picture.svg"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "content-length")).isEqualTo("21");
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void understandsNoOtherMethod() throws Exception {
    try (Served served = new Served(picture)) {
      for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
        HttpResponse<String> answer = served.ask(method, served.at("1/a%20picture.svg"));
        assertThat(answer.statusCode()).as(method).isEqualTo(405);
        assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
      }
    }
  }

  @Test
  void doesNotSendWhatTheVisitorHas() throws Exception {
    for (Path file : List.of(picture, stacks)) {
      try (Served served = new Served(file)) {
        URI address = served.server().address();
        HttpResponse<String> first = served.ask("GET", address);

        HttpResponse<String> byTag =
            served.ask("GET", address, "If-None-Match", header(first, "etag"));
        HttpResponse<String> byDate =
            served.ask("GET", address, "If-Modified-Since", header(first, "last-modified"));

        assertThat(byTag.statusCode()).isEqualTo(304);
        assertThat(byTag.body()).isEmpty();
        assertThat(byDate.statusCode()).isEqualTo(304);
      }
    }
  }

  @Test
  void aReplacedFileIsANewVersion() throws Exception {
    for (Path file : List.of(picture, stacks)) {
      try (Served served = new Served(file)) {
        URI address = served.server().address();
        String old = header(served.ask("GET", address), "etag");
        Path next = Files.writeString(folder.resolve("next"), "other 2");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        HttpResponse<String> fresh = served.ask("GET", address, "If-None-Match", old);
        HttpResponse<String> resumed =
            served.ask("GET", address, "Range", "bytes=2-", "If-Range", old);

        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(fresh.body()).contains("other 2");
        assertThat(header(fresh, "etag")).isNotEqualTo(old);
        assertThat(resumed.statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void saysThatAFileIsGoneAndShowsItWhenItIsBack() throws Exception {
    try (Served served = new Served(picture)) {
      Files.delete(picture);
      HttpResponse<String> gone = served.get("1/a%20picture.svg");
      Files.writeString(picture, "back");

      assertThat(gone.statusCode()).isEqualTo(404);
      assertThat(gone.body()).isEqualTo(picture + " is no longer there\n");
      assertThat(served.get("1/a%20picture.svg").body()).isEqualTo("back");
    }
  }

  @Test
  void aNamedLinkStandsForWhatItLedToAtFirst() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.svg"), picture);
    try (Served served = new Served(link)) {
      Files.delete(link);
      Files.createSymbolicLink(link, Path.of("/etc/passwd"));

      assertThat(served.get("1/link.svg").body()).isEqualTo("<svg>0123456789</svg>");
    }
  }

  @Test
  void doesNotFollowALinkThatTookTheFilesPlace() throws Exception {
    try (Served served = new Served(picture)) {
      Files.delete(picture);
      Files.createSymbolicLink(picture, Path.of("/etc/passwd"));
      HttpResponse<String> answer = served.get("1/a%20picture.svg");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("now is a link").doesNotContain("root:");
    }
  }

  @Test
  void doesNotFollowALinkThatTookTheFoldersPlace() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = Files.writeString(inner.resolve("passwd.svg"), "<svg/>");
    try (Served served = new Served(file)) {
      Path other = Files.createDirectory(folder.resolve("other"));
      Files.writeString(other.resolve("passwd.svg"), "secret");
      Files.move(inner, folder.resolve("moved"));
      Files.createSymbolicLink(inner, other);

      HttpResponse<String> answer = served.get("1/passwd.svg");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).doesNotContain("secret");
    }
  }

  @Test
  void saysWhyAFileCannotBeDrawn() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.txt"), "bad");
    try (Served served = new Served(bad)) {
      HttpResponse<String> answer = served.get("1/bad.txt.svg");

      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body()).isEqualTo("draw " + bad + ": it is bad\n");
    }
  }

  @Test
  void anEmptyFileIsShown() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.svg"), "");
    try (Served served = new Served(empty)) {
      assertThat(served.get("1/empty.svg"))
          .returns(200, HttpResponse::statusCode)
          .returns("", HttpResponse::body);
    }
  }

  @Test
  void theKeyOpensOnce() throws Exception {
    try (Served served = new Served(picture)) {
      URI once = served.server().addressForOnce();

      HttpResponse<String> first = served.ask("GET", once);
      HttpResponse<String> second = served.ask("GET", once);

      assertThat(first.statusCode()).isEqualTo(302);
      assertThat(once.resolve(header(first, "location"))).isEqualTo(served.server().address());
      assertThat(second.statusCode()).isEqualTo(404);
      assertThat(second.body()).contains("worked once");
    }
  }

  @Test
  void takesNoFolderAndNoDevice() {
    assertThatThrownBy(() -> new Served(folder)).hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> new Served(Path.of("/dev/null")))
        .hasMessageContaining("no regular file");
    assertThatThrownBy(() -> new Served(folder.resolve("none.svg")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (Served served = new Served(picture)) {
      int port = served.index().getPort();

      assertThatThrownBy(() -> LoopbackServer.start(List.of(), port))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void nothingListensAfterTheEnd() throws Exception {
    Served served = new Served(picture);
    served.close();
    served.close();

    assertThatThrownBy(() -> served.get("")).isInstanceOf(IOException.class);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
