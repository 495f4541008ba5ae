package dev.brazier.agent.serve;

import java.io.IOException;

/** An exhibit as it is. */
record PlainFile(Exhibit exhibit) implements Resource {

  @Override
  public Representation now() throws IOException {
    OpenedFile file = OpenedFile.of(exhibit);
    Body body = new Body.OfFile(file.channel(), file.length());
    return new Representation(exhibit.type(), file.version(), ContentPolicy.DOCUMENT, body);
  }
}
