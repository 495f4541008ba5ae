package dev.brazier.agent.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is shown to who has the server's address. */
public final class Exhibit {

  /** What browsers show by themselves, by ending. */
  private static final Map<String, String> TYPES =
      Map.of(
          ".svg", ContentTypes.SVG,
          ".html", ContentTypes.HTML,
          ".htm", ContentTypes.HTML,
          ".md", ContentTypes.TEXT,
          ".json", "application/json",
          ".png", "image/png");

  private final Path named;
  private final Path file;
  private final String type;
  private final @Nullable Drawing drawing;

  private Exhibit(Path named, String type, @Nullable Drawing drawing) throws IOException {
    this.named = named;
    this.file = named.toRealPath();
    this.type = type;
    this.drawing = drawing;
    if (!Files.exists(file)) {
      throw new NoSuchFileException(named.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(file)
              ? "it is a folder; name the files in it"
              : "it is no regular file; write what it gives to one");
    }
    if (!Files.isReadable(file)) {
      throw new IOException("permission denied");
    }
  }

  /**
   * A file that is shown as it is if its ending tells that browsers can show it, or else drawn.
   *
   * @param named the file; a symbolic link stands for what it leads to now
   * @throws IOException if it cannot be read, or is no regular file; the message is the reason
   */
  public static Exhibit of(Path named, Drawing drawing) throws IOException {
    String name = name(named).toLowerCase(Locale.ROOT);
    String type = TYPES.get(name.substring(Math.max(0, name.lastIndexOf('.'))));
    return type == null
        ? new Exhibit(named, ContentTypes.SVG, drawing)
        : new Exhibit(named, type, null);
  }

  /** The file as the person named it. */
  Path named() {
    return named;
  }

  /** The same without symbolic links. */
  Path file() {
    return file;
  }

  /** Its media type, as a browser gets it. */
  String type() {
    return type;
  }

  /** How it is drawn; empty if it is shown as it is. */
  Optional<Drawing> drawing() {
    return Optional.ofNullable(drawing);
  }

  /** The last part of its address: what a browser proposes to save it as. */
  String savedAs() {
    return drawing == null ? name(named) : name(named) + ".svg";
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }
}
