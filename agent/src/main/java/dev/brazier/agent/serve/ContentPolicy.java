package dev.brazier.agent.serve;

/** What a page may do; see the specification "Content Security Policy Level 3" of the W3C. */
final class ContentPolicy {

  /**
   * For what others wrote. Its own scripts and styles work; nothing is loaded or sent; and its
   * origin is its own, so that its scripts cannot open another exhibit and read it.
   */
  static final String DOCUMENT =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;"
          + " font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " sandbox allow-scripts allow-modals allow-downloads";

  /** For our own pages, which have no script. */
  static final String OWN_PAGE =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private ContentPolicy() {}
}
