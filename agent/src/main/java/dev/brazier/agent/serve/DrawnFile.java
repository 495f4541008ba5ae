package dev.brazier.agent.serve;

import static io.netty.handler.codec.http.HttpResponseStatus.UNPROCESSABLE_ENTITY;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.jspecify.annotations.Nullable;

/** An exhibit drawn as SVG: when it is first asked for, and again when the file has changed. */
final class DrawnFile implements Resource {

  private final Exhibit exhibit;
  private final Drawing drawing;

  /** The newest picture. Guarded by this. */
  private @Nullable Representation newest;

  DrawnFile(Exhibit exhibit, Drawing drawing) {
    this.exhibit = exhibit;
    this.drawing = drawing;
  }

  /** Who asks while it is being drawn waits for that picture. */
  @Override
  public synchronized Representation now() throws IOException {
    try (OpenedFile file = OpenedFile.of(exhibit)) {
      Version version = file.version().derived("svg");
      Representation known = newest;
      if (known != null && known.version().equals(version)) {
        return known;
      }
      newest = null; // one picture at a time
      Body picture = new Body.OfBytes(draw(file));
      Representation drawn =
          new Representation(exhibit.type(), version, ContentPolicy.DOCUMENT, picture);
      newest = drawn;
      return drawn;
    }
  }

  private byte[] draw(OpenedFile file) throws UnavailableException {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    try {
      InputStream in = Channels.newInputStream(file.channel());
      drawing.draw(in, picture);
      return picture.toByteArray();
    } catch (IOException e) {
      throw new UnavailableException(
          UNPROCESSABLE_ENTITY, "draw " + exhibit.named() + ": " + e.getMessage());
    }
  }
}
