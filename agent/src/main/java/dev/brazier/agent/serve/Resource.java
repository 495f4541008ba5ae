package dev.brazier.agent.serve;

import java.io.IOException;

/** What an address of the server stands for. Used by several threads. */
interface Resource {

  /**
   * How it is at this moment. The caller gives its body away or closes it.
   *
   * @throws UnavailableException if it is not there, or cannot be shown
   * @throws IOException if it cannot be read
   */
  Representation now() throws IOException;
}
