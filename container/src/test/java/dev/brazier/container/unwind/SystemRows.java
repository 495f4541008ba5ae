package dev.brazier.container.unwind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares the tables of every ELF file below some folders with readelf, and prints what is found:
 * {@code mvn -pl container test-compile && java -cp
 * container/target/classes:container/target/test-classes dev.brazier.container.unwind.SystemRows
 * /usr/bin /usr/lib/x86_64-linux-gnu}. Takes minutes.
 */
final class SystemRows {
  private SystemRows() {}

  /** The regular files below a folder, in a fixed order, without following links. */
  static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files = new ArrayList<>();
      paths
          .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
          .filter(Files::isReadable)
          .sorted()
          .forEach(files::add);
      return files;
    }
  }

  /** The arguments are files or folders. */
  @SuppressWarnings("SystemOut") // the figures are for whoever runs it
  public static void main(String[] arguments) throws Exception {
    RowFindings findings = new RowFindings();
    for (String argument : arguments) {
      for (Path file : filesBelow(Path.of(argument))) {
        RowComparison.run(file, findings);
      }
    }
    System.out.println(findings);
    findings.samples().forEach(System.out::println);
  }
}
