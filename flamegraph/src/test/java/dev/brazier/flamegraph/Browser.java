package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, driven through chromedriver's W3C WebDriver protocol. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path profile;
  private final Process driver;
  private final String session;

  Browser(int width, int height) throws IOException, InterruptedException {
    profile = Files.createTempDirectory("brazier-browser");
    driver = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      String base = "http://127.0.0.1:" + port(driver);
      JsonObject created = call("POST", base + "/session", capabilities(width, height));
      session = base + "/session/" + created.get("sessionId").getAsString();
    } catch (IOException | InterruptedException e) {
      driver.destroy();
      throw e;
    }
  }

  /** Why no browser can be driven here, or an empty text. */
  static String missing() {
    List<String> missing = new ArrayList<>();
    for (String program : List.of("chromium", "chromedriver")) {
      if (Stream.of(System.getenv("PATH").split(":"))
          .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
        missing.add(program);
      }
    }
    return missing.isEmpty() ? "" : "not on the PATH: " + missing;
  }

  void open(String url) throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("url", url);
    call("POST", session + "/url", body);
  }

  /** Runs a function body in the page and returns what it returns. */
  JsonElement run(String script, String... arguments) throws IOException, InterruptedException {
    JsonArray passed = new JsonArray();
    Stream.of(arguments).forEach(passed::add);
    JsonObject body = new JsonObject();
    body.addProperty("script", script);
    body.add("args", passed);
    return value("POST", session + "/execute/sync", body);
  }

  String text(String script, String... arguments) throws IOException, InterruptedException {
    return run(script, arguments).getAsString();
  }

  /** Presses and releases keys one after the other; see the private-use codes of WebDriver. */
  void type(String keys) throws IOException, InterruptedException {
    JsonArray actions = new JsonArray();
    keys.codePoints()
        .mapToObj(Character::toString)
        .forEach(
            key -> {
              actions.add(action("keyDown", "value", key));
              actions.add(action("keyUp", "value", key));
            });
    perform("key", actions);
  }

  /** Moves the mouse to a point of the window. */
  void point(int x, int y) throws IOException, InterruptedException {
    JsonArray actions = new JsonArray();
    actions.add(move(x, y));
    perform("pointer", actions);
  }

  void click(int x, int y) throws IOException, InterruptedException {
    click(x, y, 0);
  }

  /** Clicks with the right button. */
  void contextClick(int x, int y) throws IOException, InterruptedException {
    click(x, y, 2);
  }

  private void click(int x, int y, int button) throws IOException, InterruptedException {
    JsonArray actions = new JsonArray();
    actions.add(move(x, y));
    actions.add(mouse("pointerDown", button));
    actions.add(mouse("pointerUp", button));
    perform("pointer", actions);
  }

  private static JsonObject mouse(String type, int button) {
    JsonObject press = action(type, "pointerType", "mouse");
    press.addProperty("button", button);
    return press;
  }

  /** Presses the left button at one point and lets go at another. */
  void drag(int fromX, int fromY, int toX, int toY) throws IOException, InterruptedException {
    JsonArray actions = new JsonArray();
    actions.add(move(fromX, fromY));
    actions.add(mouse("pointerDown", 0));
    actions.add(move(toX, toY));
    actions.add(mouse("pointerUp", 0));
    perform("pointer", actions);
  }

  void resize(int width, int height) throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("width", width);
    body.addProperty("height", height);
    call("POST", session + "/window/rect", body);
  }

  /** Has what follows concern the first frame of the document, until another one is opened. */
  void enterFrame() throws IOException, InterruptedException {
    value("POST", session + "/frame", JsonParser.parseString("{\"id\":0}").getAsJsonObject());
  }

  /** Has what follows concern the outermost document again. */
  void leaveFrame() throws IOException, InterruptedException {
    value("POST", session + "/frame", JsonParser.parseString("{\"id\":null}").getAsJsonObject());
  }

  /** Gives what has the focus one of the browser's commands for text, such as copy and paste. */
  void edit(String command) throws IOException, InterruptedException {
    devTools(
        "Input.dispatchKeyEvent",
        "{\"type\":\"keyDown\",\"key\":\"Insert\",\"commands\":[\"%s\"]}".formatted(command));
  }

  /** Sends a command of the DevTools protocol. */
  void devTools(String command, String parameters) throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("cmd", command);
    body.add("params", JsonParser.parseString(parameters));
    value("POST", session + "/goog/cdp/execute", body);
  }

  byte[] screenshot() throws IOException, InterruptedException {
    return Base64.getDecoder().decode(value("GET", session + "/screenshot", null).getAsString());
  }

  /** What the console has shown since the last call. */
  List<String> console() throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("type", "browser");
    List<String> lines = new ArrayList<>();
    for (JsonElement entry : value("POST", session + "/se/log", body).getAsJsonArray()) {
      lines.add(entry.getAsJsonObject().get("message").getAsString());
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    try {
      call("DELETE", session, null);
      driver.destroy();
      driver.waitFor();
    } catch (InterruptedException e) {
      driver.destroy();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (UncheckedIOException e) {
      // A last process of the browser removes files of its own: what stays lies in a temporary
      // folder.
    }
  }

  private static int port(Process driver) throws IOException {
    BufferedReader out = driver.inputReader(UTF_8);
    Pattern started = Pattern.compile("started successfully on port (\\d+)");
    for (String line; (line = out.readLine()) != null; ) {
      Matcher matcher = started.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("chromedriver ended before it named its port");
  }

  private JsonObject capabilities(int width, int height) {
    JsonArray flags = new JsonArray();
    Stream.of(
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run".split(" "),
            "--disable-background-networking --disable-component-update --disable-sync".split(" "),
            new String[] {"--window-size=" + width + "," + height, "--user-data-dir=" + profile})
        .flatMap(Stream::of)
        .forEach(flags::add);
    JsonObject options = new JsonObject();
    options.add("args", flags);
    JsonObject logging = new JsonObject();
    logging.addProperty("browser", "ALL");
    JsonObject always = new JsonObject();
    always.add("goog:chromeOptions", options);
    always.add("goog:loggingPrefs", logging);
    JsonObject wanted = new JsonObject();
    wanted.add("alwaysMatch", always);
    JsonObject body = new JsonObject();
    body.add("capabilities", wanted);
    return body;
  }

  private static JsonObject move(int x, int y) {
    JsonObject move = action("pointerMove", "origin", "viewport");
    move.addProperty("x", x);
    move.addProperty("y", y);
    move.addProperty("duration", 0);
    return move;
  }

  private static JsonObject action(String type, String key, String value) {
    JsonObject action = new JsonObject();
    action.addProperty("type", type);
    action.addProperty(key, value);
    return action;
  }

  private void perform(String device, JsonArray actions) throws IOException, InterruptedException {
    JsonObject source = action(device, "id", device);
    source.add("actions", actions);
    JsonArray sources = new JsonArray();
    sources.add(source);
    JsonObject body = new JsonObject();
    body.add("actions", sources);
    call("POST", session + "/actions", body);
  }

  private JsonObject call(String method, String url, @Nullable JsonObject body)
      throws IOException, InterruptedException {
    JsonElement value = value(method, url, body);
    return value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  private JsonElement value(String method, String url, @Nullable JsonObject body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher sent =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).method(method, sent).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + url + ": " + response.body());
    }
    return JsonParser.parseString(response.body()).getAsJsonObject().get("value");
  }
}
