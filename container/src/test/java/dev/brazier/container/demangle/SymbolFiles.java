package dev.brazier.container.demangle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the large libraries and programs of this machine and reads their symbols with nm. */
final class SymbolFiles {
  private static final long LARGE = 5L << 20;

  private SymbolFiles() {}

  /** The running JVM's library, the standard C++ library, node, and what is larger than 5 MiB. */
  static List<Path> find() throws IOException {
    Set<Path> found = new TreeSet<>();
    addIfThere(found, Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so"));
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      addIfThere(found, Path.of(folder, "node"));
    }
    for (String triple : List.of("x86_64-linux-gnu", "aarch64-linux-gnu")) {
      Path libraries = Path.of("/usr/lib", triple);
      addIfThere(found, libraries.resolve("libstdc++.so.6"));
      addLarge(found, libraries, 1);
    }
    addLarge(found, Path.of(System.getProperty("user.home"), ".rustup", "toolchains"), 6);
    addLarge(found, Path.of("..", "bpf", ".llvm"), 8);
    return List.copyOf(found);
  }

  private static void addIfThere(Set<Path> found, Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      found.add(file.toRealPath());
    }
  }

  private static void addLarge(Set<Path> found, Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(SymbolFiles::isLargeLibrary).toList()) {
        found.add(file.toRealPath());
      }
    }
  }

  private static boolean isLargeLibrary(Path file) {
    try {
      return file.getFileName().toString().contains(".so")
          && Files.isRegularFile(file)
          && Files.size(file) > LARGE;
    } catch (IOException e) {
      return false; // gone, or a link to nowhere
    }
  }

  /** The mangled names in both symbol tables of {@code file}, without versions and duplicates. */
  static List<String> mangledNames(Path file) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (String table : List.of("--dynamic", "--debug-syms")) {
      for (String line : run(List.of(), "nm", table, "--format=just-symbols", file.toString())) {
        int version = line.indexOf('@');
        String name = version < 0 ? line : line.substring(0, version);
        if (name.matches("_[ZR][\\w$.]+|_GLOBAL__[\\w$.]+")) {
          names.add(withoutRustSuffix(name));
        }
      }
    }
    return new ArrayList<>(names);
  }

  private static String withoutRustSuffix(String name) {
    return name.replaceFirst("^(_R\\w*|_ZN.*17h[0-9a-f]{16}E)\\..*", "$1");
  }

  /** The lines {@code command} prints when {@code input} is written to it; none if it fails. */
  static List<String> run(List<String> input, String... command)
      throws IOException, InterruptedException {
    Path in = Files.createTempFile("symbols", ".in");
    Path out = Files.createTempFile("symbols", ".out");
    try {
      Files.write(in, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
      return Files.readString(out, StandardCharsets.ISO_8859_1).lines().toList();
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }
}
