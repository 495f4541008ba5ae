package dev.brazier.container.process;

import dev.brazier.container.symbol.UnnamedReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds files of targets in any mount namespace, one open file for each, whoever maps it.
 *
 * <p>Five ways are tried in the order of {@link OpenedThrough}, and the inode is checked each time.
 * A stat before and after opening shows that the name was not given to another file in between. All
 * methods may be called by any thread.
 */
public final class FilePinner implements AutoCloseable {
  /**
   * Looking through all processes takes a 20th of the time at most, however many files are lost.
   */
  private static final int WIDE_SEARCH_REST = 19;

  private final ProcRoot proc;
  private final Path ownRoot;
  private final AtomicLong nextWideSearch = new AtomicLong(System.nanoTime());
  private final OpenFiles openFiles;
  private final Map<Key, PinnedFile> files = new ConcurrentHashMap<>();

  /** Holds at most 4,096 files open, or half of what this process may open. */
  public FilePinner(ProcRoot proc) {
    this(proc, OpenFiles.defaultBudget());
  }

  /**
   * @param mostOpenFiles how many may be open at a time; the least recently read is closed first
   */
  public FilePinner(ProcRoot proc, int mostOpenFiles) {
    this(proc, Path.of("/"), mostOpenFiles);
  }

  FilePinner(ProcRoot proc, Path ownRoot, int mostOpenFiles) {
    this.proc = proc;
    this.ownRoot = ownRoot;
    this.openFiles = new OpenFiles(mostOpenFiles);
  }

  /** Finds, checks and opens the file, or answers with the one that is already held. */
  public PinOutcome pin(FileRequest request) {
    Key key = Key.of(request);
    PinnedFile known = files.get(key);
    if (known != null && !known.isClosed()) {
      return new PinOutcome.Pinned(known);
    }
    Refusals refusals = new Refusals();
    Opening opening = search(request, null, refusals);
    if (opening == null) {
      return refusals.outcome(proc.exists(request.pid()));
    }
    PinnedFile file = new PinnedFile(this, request, opening.place, opening.identity);
    openFiles.admit(file, opening.channel);
    PinnedFile kept = files.merge(key, file, (old, young) -> old.isClosed() ? young : old);
    if (kept != file) {
      openFiles.drop(file);
    }
    return new PinOutcome.Pinned(kept);
  }

  /** How many files are open now. */
  public int openFileCount() {
    return openFiles.size();
  }

  /** How many files are known, open or closed for the sake of the budget. */
  public int fileCount() {
    return files.size();
  }

  /** Closes every file. */
  @Override
  public void close() {
    files.values().forEach(PinnedFile::close);
  }

  OpenFiles openFiles() {
    return openFiles;
  }

  void forget(PinnedFile file) {
    files.remove(Key.of(file.request()), file);
    openFiles.drop(file);
  }

  /** The recorded place first, then every way again; only the very same file will do. */
  FileChannel openAgain(FileRequest request, Candidate place, FileIdentity identity)
      throws IOException {
    Refusals refusals = new Refusals();
    Opening opening = open(place, request, identity, refusals);
    if (opening == null) {
      opening = search(request, identity, refusals);
    }
    if (opening == null) {
      throw new FileGoneException(
          "open " + place.shown() + " again: " + refusals.outcome(false).text());
    }
    return opening.channel;
  }

  private @Nullable Opening search(
      FileRequest request, @Nullable FileIdentity wanted, Refusals refusals) {
    CandidateSearch search = new CandidateSearch(proc, ownRoot, request, refusals);
    for (OpenedThrough way : OpenedThrough.values()) {
      for (Candidate candidate : candidates(search, way, refusals)) {
        Opening opening = open(candidate, request, wanted, refusals);
        if (opening != null) {
          return opening;
        }
      }
    }
    return null;
  }

  private List<Candidate> candidates(CandidateSearch search, OpenedThrough way, Refusals refusals) {
    if (way != OpenedThrough.OTHER_PROCESS) {
      return search.by(way);
    }
    long started = System.nanoTime();
    if (started - nextWideSearch.get() < 0) {
      refusals.add(UnnamedReason.PROCESS_GONE, "not looked for in other processes: just done");
      return List.of();
    }
    List<Candidate> found = search.by(way);
    long ended = System.nanoTime();
    nextWideSearch.set(ended + (ended - started) * WIDE_SEARCH_REST);
    return found;
  }

  private static @Nullable Opening open(
      Candidate place, FileRequest request, @Nullable FileIdentity wanted, Refusals refusals) {
    try {
      FileFacts before = place.facts();
      if (!before.regular()) {
        // Opening a pipe would block, opening a device could act.
        refusals.add(
            UnnamedReason.FILE_UNREADABLE, "open " + place.path() + ": not a regular file");
        return null;
      }
      boolean right =
          wanted == null
              ? place.matches(request, before.identity())
              : wanted.sameFile(before.identity());
      if (!right) {
        refusals.add(
            UnnamedReason.FILE_REPLACED,
            "open "
                + place.path()
                + ": another file: inode "
                + before.identity().inode()
                + " on "
                + before.identity().device()
                + ", wanted "
                + request.inode()
                + " on "
                + request.device());
        return null;
      }
      FileChannel channel = place.open();
      FileIdentity after = identityAfter(place, before.identity(), channel);
      if (before.identity().sameFile(after)) {
        return new Opening(place, after, channel);
      }
      channel.close();
      refusals.add(UnnamedReason.FILE_REPLACED, "open " + place.path() + ": replaced meanwhile");
    } catch (IOException failure) {
      refusals.add(place.path(), failure);
    }
    return null;
  }

  private static FileIdentity identityAfter(
      Candidate place, FileIdentity before, FileChannel channel) throws IOException {
    try {
      return place.facts().identity();
    } catch (IOException failure) {
      // A process that ends right now takes its links away; what one of them opened is right.
      if (place.isLink() && channel.size() == before.size()) {
        return before;
      }
      channel.close();
      throw failure;
    }
  }

  /** A file that was opened and proved right. */
  private record Opening(Candidate place, FileIdentity identity, FileChannel channel) {}

  /** The kernel's own name of a file; the generation tells apart two lives of an inode number. */
  private record Key(DeviceNumber device, long inode, int generation) {
    static Key of(FileRequest request) {
      return new Key(request.device(), request.inode(), request.generation());
    }

    // Spelled out: what a record generates takes 5 ms at the first call.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && inode == key.inode
          && generation == key.generation
          && device.equals(key.device);
    }

    @Override
    public int hashCode() {
      return (Long.hashCode(inode) * 31 + generation) * 31 + device.hashCode();
    }
  }
}
