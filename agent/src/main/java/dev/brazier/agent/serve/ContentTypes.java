package dev.brazier.agent.serve;

/** Media types that are served. */
final class ContentTypes {

  static final String SVG = "image/svg+xml";
  static final String HTML = "text/html; charset=utf-8";
  static final String TEXT = "text/plain; charset=utf-8";

  private ContentTypes() {}
}
