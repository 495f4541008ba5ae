package dev.brazier.agent.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server of these files and a client of the JDK's for it. */
final class Served implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final LoopbackServer server;
  private final URI index;

  Served(ServerLimits limits, Path... files) throws IOException {
    List<Exhibit> exhibits = new ArrayList<>();
    for (Path file : files) {
      exhibits.add(Exhibit.of(file, Served::drawUpper));
    }
    server = LoopbackServer.start(exhibits, 0, limits);
    index = server.address().resolve(files.length == 1 ? "../" : "");
  }

  Served(Path... files) throws IOException {
    this(ServerLimits.DEFAULT, files);
  }

  /** Stands for a picture: tells that it was drawn, and fails for what begins with "bad". */
  static void drawUpper(InputStream in, OutputStream out) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (text.startsWith("bad")) {
      throw new IOException("it is bad");
    }
    out.write(("<svg>" + text.strip() + "</svg>").getBytes(StandardCharsets.UTF_8));
  }

  LoopbackServer server() {
    return server;
  }

  /** The address of the index. */
  URI index() {
    return index;
  }

  /** An address from the index on. */
  URI at(String relative) {
    return index.resolve(relative);
  }

  /** Asks for it, with pairs of a header and its value. */
  HttpResponse<String> get(String relative, String... headers)
      throws IOException, InterruptedException {
    return ask("GET", at(relative), headers);
  }

  HttpResponse<String> ask(String method, URI address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
