package dev.brazier.container.runtime;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.brazier.container.symbol.RootedPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files of the host by their path there, wherever the host's root is visible to us: {@code /}, or
 * {@code /proc/1/root} or a mounted {@code /host} when we run in a container.
 */
final class HostFiles {
  /** A containers.json of ten thousand containers has about 10 MB. */
  private static final long LARGEST = 64L << 20;

  private final Path root;

  HostFiles(Path root) {
    this.root = root;
  }

  /** The text of a file; a missing file is no problem. */
  Optional<String> text(String path, Problems problems) {
    try (FileChannel file = new RootedPath(root, path).open()) {
      long size = file.size();
      if (size > LARGEST) {
        problems.add("read " + path + ": longer than " + LARGEST + " bytes");
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
        // Until the end, or the end it has now.
      }
      return Optional.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException absent) {
      return Optional.empty();
    } catch (IOException failure) {
      if (Files.exists(root.resolve(path.substring(1)))
          || failure instanceof java.nio.file.AccessDeniedException) {
        problems.add(
            "read "
                + path
                + ": "
                + failure.getClass().getSimpleName()
                + " "
                + failure.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Changes when the file or directory does; the same text for one that is not there. */
  String stamp(String path) {
    try {
      Path place = new RootedPath(root, path).resolve();
      BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class);
      return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    } catch (IOException | InvalidPathException absent) {
      return "absent";
    }
  }

  /** A JSON file whose outermost value is anything. */
  Optional<JsonElement> json(String path, Problems problems) {
    return text(path, problems).flatMap(text -> parse(text, path, problems));
  }

  /** A JSON file whose outermost value is an object. */
  Optional<JsonObject> object(String path, Problems problems) {
    return json(path, problems).filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
  }

  static Optional<JsonElement> parse(String text, String path, Problems problems) {
    try {
      return Optional.of(JsonParser.parseString(text));
    } catch (JsonParseException | IllegalStateException torn) {
      problems.add("read " + path + ": not JSON");
      return Optional.empty();
    }
  }

  /** The names in a directory, none when there is no such directory. */
  List<String> names(String directory, Problems problems) {
    List<String> names = new ArrayList<>();
    try {
      Path place = new RootedPath(root, directory).resolve();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
        entries.forEach(entry -> names.add(entry.getFileName().toString()));
      }
    } catch (NoSuchFileException | NotDirectoryException | InvalidPathException absent) {
      return names;
    } catch (IOException | DirectoryIteratorException failure) {
      problems.add("list " + directory + ": " + failure.getMessage());
    }
    return names;
  }

  /** The home directories of people and of root, from the host's passwd. */
  Set<String> homes(Problems problems) {
    Set<String> homes = new LinkedHashSet<>();
    for (String line : text("/etc/passwd", problems).orElse("").split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 6 && fields[5].startsWith("/") && isPerson(fields[2])) {
        homes.add(fields[5].equals("/") ? "" : fields[5]);
      }
    }
    return homes;
  }

  private static boolean isPerson(String uid) {
    return uid.equals("0") || uid.length() > 3;
  }

  /** A member that is a text, else null. */
  static @Nullable String string(@Nullable JsonObject object, String member) {
    JsonElement element = object == null ? null : object.get(member);
    return element instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : null;
  }

  /** A member that is an object, else null. */
  static @Nullable JsonObject child(@Nullable JsonObject object, String member) {
    JsonElement element = object == null ? null : object.get(member);
    return element instanceof JsonObject child ? child : null;
  }
}
