package dev.brazier.agent.export;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.brazier.agent.record.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of others that read our files, from the registry of npm, in {@code target}. */
final class NodeClients {

  private static final Path FOLDER = Path.of("target/clients").toAbsolutePath();

  private static final List<String> PACKAGES =
      List.of("speedscope@1.25.0", "@firefox-devtools/profiler-cli@0.10.0", "ajv@8.17.1");

  private NodeClients() {}

  /** The folder of an installed package; the test is skipped where none can be installed. */
  static Path folder(String name) {
    Path folder = FOLDER.resolve("node_modules").resolve(name);
    if (!Files.isDirectory(folder)) {
      install();
    }
    return folder;
  }

  /** The folder in which a script finds the packages. */
  static Path root() {
    return FOLDER;
  }

  private static void install() {
    List<String> command = new ArrayList<>(List.of("npm", "install"));
    command.addAll(List.of("--prefix", FOLDER.toString(), "--no-save", "--no-package-lock"));
    command.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund"));
    command.addAll(PACKAGES);
    try {
      Files.createDirectories(FOLDER);
      Workload.run(command);
    } catch (IOException | AssertionError e) {
      abort("npm cannot install " + PACKAGES + ": " + e.getMessage());
    }
  }
}
