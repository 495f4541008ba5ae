package dev.brazier.agent.serve;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** The page that links to every exhibit: all that is ever listed. */
final class IndexPage implements Resource {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>brazier view</title>
      <style>
      :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
      </style>
      <h1>brazier view</h1>
      <ul>
      """;

  private final byte[] page;
  private final Version version;

  /**
   * A page.
   *
   * @param exhibits by their addresses relative to the page, in order
   */
  IndexPage(Map<String, Exhibit> exhibits, Instant made) {
    StringBuilder html = new StringBuilder(HEAD);
    exhibits.forEach(
        (address, exhibit) ->
            html.append("<li><a href=\"")
                .append(escaped(address))
                .append("\">")
                .append(escaped(exhibit.named().toString()))
                .append("</a>\n"));
    this.page = html.append("</ul>\n").toString().getBytes(StandardCharsets.UTF_8);
    this.version = new Version("\"index\"", made);
  }

  @Override
  public Representation now() {
    return new Representation(
        ContentTypes.HTML, version, ContentPolicy.OWN_PAGE, new Body.OfBytes(page));
  }

  /** Text for HTML: file names may hold any character. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
