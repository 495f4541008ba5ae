package dev.brazier.container.symbol;

import dev.brazier.container.elf.BuildId;
import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.DebugLink;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * Looks for the separate debug file of an executable where gdb looks for it ("Debugging Information
 * in Separate Files" in its manual), in each root in turn, and proves that it belongs.
 */
public final class DebugFiles {
  private static final String GLOBAL_FOLDER = "/usr/lib/debug";
  private static final int CHUNK = 256 * 1024;

  private final DebugFileRoots roots;
  private final String path;
  private final Optional<BuildId> buildId;
  private final Optional<DebugLink> link;

  /**
   * @param path the executable's path inside its root, or an empty text where it is not known
   */
  public DebugFiles(ElfFile executable, String path, DebugFileRoots roots)
      throws IOException, MalformedElfException {
    this.roots = roots;
    this.path = path;
    this.buildId = executable.buildId();
    this.link = executable.debugLink();
  }

  /** A debug file, open until it is closed. */
  public record Found(ByteSource source, ElfFile elf) implements Closeable {
    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  /**
   * The first debug file that has what is wanted and the same build ID, or, where either file has
   * none, the checksum that the link asks for.
   */
  public Optional<Found> find(Predicate<ElfFile> wanted) {
    for (Path root : roots.roots()) {
      for (String candidate : candidates()) {
        Optional<Found> found = open(new RootedPath(root, candidate), wanted);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private List<String> candidates() {
    List<String> candidates = new ArrayList<>();
    buildId
        .map(BuildId::hex)
        .filter(hex -> hex.length() > 2)
        .map(hex -> "/.build-id/" + hex.substring(0, 2) + "/" + hex.substring(2) + ".debug")
        .ifPresent(name -> candidates.add(GLOBAL_FOLDER + name));
    if (link.isPresent() && path.contains("/")) {
      String folder = path.substring(0, path.lastIndexOf('/') + 1);
      String name = link.get().fileName();
      if (!path.equals(folder + name)) {
        candidates.add(folder + name);
      }
      candidates.add(folder + ".debug/" + name);
      candidates.add(GLOBAL_FOLDER + "/" + folder + name);
    }
    return candidates;
  }

  private Optional<Found> open(RootedPath path, Predicate<ElfFile> wanted) {
    ByteSource source;
    try {
      source = ByteSource.owning(path.open());
    } catch (IOException e) {
      return Optional.empty(); // the usual case: there is no such file
    }
    boolean belongs = false;
    try {
      ElfFile elf = ElfFile.read(source);
      belongs = wanted.test(elf) && belongs(elf, source);
      return belongs ? Optional.of(new Found(source, elf)) : Optional.empty();
    } catch (IOException | MalformedElfException e) {
      return Optional.empty(); // as good as none: the next candidate may be sound
    } finally {
      if (!belongs) {
        Closing.quietly(source);
      }
    }
  }

  private boolean belongs(ElfFile debug, ByteSource source)
      throws IOException, MalformedElfException {
    Optional<BuildId> itsId = debug.buildId();
    if (buildId.isPresent() && itsId.isPresent()) {
      return buildId.equals(itsId);
    }
    return link.isPresent() && link.get().crc32() == crc32(source);
  }

  private static long crc32(ByteSource source) throws IOException {
    CRC32 crc = new CRC32();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long size = source.size(); // a file that grows meanwhile does not keep us
    for (long position = 0; position < size; position += chunk.limit()) {
      if (source.read(position, chunk.clear()) <= 0) {
        break;
      }
      crc.update(chunk.flip());
      chunk.position(0);
    }
    return crc.getValue();
  }
}
