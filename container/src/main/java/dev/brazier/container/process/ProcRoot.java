package dev.brazier.container.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A mounted {@code /proc}: each method reads one file of one process and parses it. */
public final class ProcRoot {
  /** 65,530 mappings (vm.max_map_count) of 250 bytes and more: beyond it, it is an attack. */
  private static final int LONGEST_FILE = 32 << 20;

  private final Path directory;

  /**
   * @param directory where proc is mounted; a PID means the PID namespace it was mounted in
   */
  public ProcRoot(Path directory) {
    this.directory = directory;
  }

  /** {@code /proc} of this process. */
  public static ProcRoot host() {
    return new ProcRoot(Path.of("/proc"));
  }

  /** The directory of a process, whether it exists or not. */
  public Path of(int pid) {
    return directory.resolve(Integer.toString(pid));
  }

  /** The mount point itself. */
  public Path directory() {
    return directory;
  }

  /** Every process there is, by ascending pid. */
  public List<Integer> pids() throws IOException {
    return numbers(directory);
  }

  /** The thread ids of a process, ascending. */
  public ProcReading<List<Integer>> threads(int pid) {
    Path tasks = of(pid).resolve("task");
    try {
      return new ProcReading.Read<>(numbers(tasks));
    } catch (IOException failure) {
      return failed(pid, tasks, failure);
    }
  }

  public ProcReading<ProcStat> stat(int pid) {
    return read(pid, "stat", ProcStat::parse);
  }

  public ProcReading<ProcStatus> status(int pid) {
    return read(pid, "status", ProcStatus::parse);
  }

  public ProcReading<List<CgroupLine>> cgroup(int pid) {
    return read(pid, "cgroup", CgroupLine::parse);
  }

  public ProcReading<Mappings> mappings(int pid) {
    return read(pid, "maps", Mappings::parse);
  }

  /** Only the mappings with execute permission. */
  public ProcReading<Mappings> codeMappings(int pid) {
    return read(pid, "maps", Mappings::parseCode);
  }

  public ProcReading<List<MountEntry>> mounts(int pid) {
    return read(pid, "mountinfo", MountEntry::parse);
  }

  /** The mounts of this process itself. */
  public ProcReading<List<MountEntry>> ownMounts() {
    return read(OWN, directory.resolve("self/mountinfo"), MountEntry::parse);
  }

  /** The name of the main thread, without its line feed. */
  public ProcReading<String> comm(int pid) {
    return read(
        pid, "comm", text -> text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
  }

  /** The arguments, the program first; a process may overwrite them with anything. */
  public ProcReading<List<String>> commandLine(int pid) {
    return read(pid, "cmdline", ProcRoot::parseCommandLine);
  }

  /** The path of the program as the target sees it; a kernel thread has none and is Gone. */
  public ProcReading<String> executable(int pid) {
    return link(pid, of(pid).resolve("exe"));
  }

  /**
   * The inode of a namespace.
   *
   * @param kind a file of {@code /proc/PID/ns}, such as {@code mnt}, {@code pid} or {@code cgroup}
   */
  public ProcReading<Long> namespace(int pid, String kind) {
    return namespace(link(pid, of(pid).resolve("ns/" + kind)));
  }

  /** The inode of a namespace that this process itself is in. */
  public ProcReading<Long> ownNamespace(String kind) {
    return namespace(link(OWN, directory.resolve("self/ns/" + kind)));
  }

  private static ProcReading<Long> namespace(ProcReading<String> link) {
    if (!(link instanceof ProcReading.Read<String> read)) {
      return ProcReading.retype(link);
    }
    try {
      return new ProcReading.Read<>(parseNamespace(read.value()));
    } catch (ProcFormatException malformed) {
      return new ProcReading.Unreadable<>(malformed.problem());
    }
  }

  /** What the CPUs of the machine did so far. */
  public ProcReading<CpuTimes> cpuTimes() {
    return read(OWN, directory.resolve("stat"), CpuTimes::parse);
  }

  /** When the system booted, by the wall clock of now: start times of processes count from it. */
  public Instant bootTime() throws IOException {
    String uptime = Files.readString(directory.resolve("uptime"), StandardCharsets.US_ASCII);
    try {
      double seconds = Double.parseDouble(uptime.substring(0, Math.max(0, uptime.indexOf(' '))));
      return Instant.now().minusMillis((long) (seconds * 1000));
    } catch (NumberFormatException malformed) {
      throw new IOException("read " + directory.resolve("uptime") + ": " + uptime, malformed);
    }
  }

  /** Whether there is such a process now, a zombie included. */
  public boolean exists(int pid) {
    return Files.exists(of(pid));
  }

  static List<String> parseCommandLine(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    String trimmed = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return List.of(trimmed.split("\0", -1));
  }

  /** {@code mnt:[4026531841]}. */
  static long parseNamespace(String link) throws ProcFormatException {
    LineFields fields = new LineFields(link);
    fields.until('[');
    return fields.decimal(fields.until(']'));
  }

  /** Stands for this process where a pid is asked for only to see whether it is still there. */
  private static final int OWN = 0;

  private interface Parser<T> {
    T parse(String text) throws ProcFormatException;
  }

  private <T> ProcReading<T> read(int pid, String name, Parser<T> parser) {
    return read(pid, of(pid).resolve(name), parser);
  }

  private <T> ProcReading<T> read(int pid, Path file, Parser<T> parser) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_FILE);
      if (bytes.length == LONGEST_FILE) {
        return new ProcReading.Unreadable<>(
            "read " + file + ": longer than " + LONGEST_FILE + " bytes");
      }
      return new ProcReading.Read<>(parser.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException failure) {
      return failed(pid, file, failure);
    } catch (ProcFormatException malformed) {
      return new ProcReading.Unreadable<>("read " + file + ": " + malformed.problem());
    }
  }

  private ProcReading<String> link(int pid, Path link) {
    try {
      return new ProcReading.Read<>(Files.readSymbolicLink(link).toString());
    } catch (NotLinkException notALink) {
      return new ProcReading.Unreadable<>("read link " + link + ": not a link");
    } catch (InvalidPathException notText) {
      return new ProcReading.Unreadable<>(
          "read link " + link + ": not in the character set of this locale");
    } catch (IOException failure) {
      return failed(pid, link, failure);
    }
  }

  /** A read of a process that ends in between says ESRCH, which Java only tells as text. */
  private <T> ProcReading<T> failed(int pid, Path file, IOException failure) {
    if (failure instanceof NoSuchFileException || (pid != OWN && !exists(pid))) {
      return new ProcReading.Gone<>();
    }
    String reason =
        failure instanceof AccessDeniedException
            ? "EACCES: run as root or grant CAP_SYS_PTRACE"
            : failure.getMessage();
    return new ProcReading.Unreadable<>("read " + file + ": " + reason);
  }

  private static List<Integer> numbers(Path directory) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        // pids end at 2^22 (PID_MAX_LIMIT): seven digits.
        if (name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
          numbers.add(Integer.valueOf(name));
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    Collections.sort(numbers);
    return numbers;
  }
}
