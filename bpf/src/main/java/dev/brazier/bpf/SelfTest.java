package dev.brazier.bpf;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks this process's own mappings up as a sample would and compares them with {@code
 * /proc/self/maps}: reading the kernel's structures without its locks rests on knowledge of them
 * that a kernel to come may outdate.
 */
final class SelfTest {
  static final String PROGRAM = "show_mapping";

  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final int MOST_MAPPINGS = 64;

  private final BpfObject object;
  private final NativeLibraries libraries;

  SelfTest(BpfObject object) {
    this.object = object;
    this.libraries = object.libraries();
  }

  /**
   * What differs, in words; empty when all is as it should be.
   *
   * @throws BpfException when the kernel refuses to run the test
   */
  Optional<String> run() {
    int page = libraries.libc().getpagesize();
    String operation = "test how mappings are read";
    int fd = libraries.libc().memfd_create("brazier-self-test", LibC.MFD_CLOEXEC);
    if (fd < 0 || libraries.libc().ftruncate(fd, 2L * page) != 0) {
      throw new BpfException(operation, Failures.lastErrno(), "", "");
    }
    SharedPages own;
    try {
      own = SharedPages.of(operation, LibC.PROT_READ, fd, page, page);
    } finally {
      libraries.libc().close(fd);
    }
    try (RingBuffer answers = RingBuffer.of(object.map("requests"))) {
      return compare(answers, Pointer.nativeValue(own.address()));
    } catch (IOException e) {
      throw new BpfException(operation + ": " + e.getMessage(), e);
    } finally {
      own.unmap();
    }
  }

  /** The mapping that is ours is compared in full: files of an overlay may show another inode. */
  private Optional<String> compare(RingBuffer answers, long own) throws IOException {
    int compared = 0;
    for (SelfMapping expected : mappings(own)) {
      boolean wholly = expected.start() == own;
      Optional<FileSighting> found = lookUp(answers, expected.start());
      if (found.isEmpty() || !expected.matches(found.get(), wholly)) {
        return Optional.of(
            "%s is read as %s".formatted(expected, found.map(SelfTest::text).orElse("nothing")));
      }
      compared++;
    }
    return compared > 0 ? Optional.empty() : Optional.of(MAPS + " shows no mapping of a file");
  }

  private static List<SelfMapping> mappings(long own) throws IOException {
    try (Stream<String> lines = Files.lines(MAPS)) {
      List<SelfMapping> all = lines.map(SelfMapping::parse).flatMap(Optional::stream).toList();
      return Stream.concat(
              all.stream().filter(mapping -> mapping.start() == own),
              all.stream().filter(mapping -> mapping.start() != own))
          .limit(MOST_MAPPINGS)
          .toList();
    }
  }

  private Optional<FileSighting> lookUp(RingBuffer answers, long address) {
    object.program(PROGRAM).run(address);
    List<FileSighting> found = new ArrayList<>();
    answers.drain(record -> FileSighting.decode(record).ifPresent(found::add));
    return found.stream().findFirst();
  }

  private static String text(FileSighting found) {
    return "%x-%x %x %02x:%02x %d"
        .formatted(
            found.vmStart(),
            found.vmEnd(),
            found.vmOffset(),
            found.deviceMajor(),
            found.deviceMinor(),
            found.inode());
  }
}
