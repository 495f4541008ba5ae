package dev.brazier.agent.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How a file becomes an SVG picture. Called by several threads, for different files. */
@FunctionalInterface
public interface Drawing {

  /**
   * Draws a file. Equal files give equal bytes.
   *
   * @param in the file's content; left open
   * @param out gets the picture; left open
   * @throws IOException if there is nothing to draw; the message says why, and the visitor reads it
   */
  void draw(InputStream in, OutputStream out) throws IOException;
}
