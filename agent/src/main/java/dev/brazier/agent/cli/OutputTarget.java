package dev.brazier.agent.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a profile goes and in which format.
 *
 * @param path the file as the person named it; null for standard output
 * @param format what is written there
 */
record OutputTarget(@Nullable Path path, OutputFormat format) {

  /** The name that stands for standard output. */
  static final String STANDARD_OUTPUT = "-";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT);

  /**
   * Reads the argument of {@code -o}: a file whose ending names the format, or {@code -} for
   * collapsed stacks on standard output.
   *
   * @throws IllegalArgumentException saying what is wrong and what is known
   */
  static OutputTarget parse(String argument) {
    if (argument.equals(STANDARD_OUTPUT)) {
      return new OutputTarget(null, OutputFormat.COLLAPSED);
    }
    Path path = path(argument);
    OutputFormat format =
        OutputFormat.ofFileName(argument)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' does not end in a known format: end it in one of %s, or write - for collapsed stacks on standard output"
                            .formatted(argument, OutputFormat.KNOWN_ENDINGS)));
    return new OutputTarget(path, format);
  }

  /** Reads a file argument whose format is given. */
  static OutputTarget parse(String argument, OutputFormat format) {
    Path path = argument.equals(STANDARD_OUTPUT) ? null : path(argument);
    return new OutputTarget(path, format);
  }

  /**
   * Makes sure that no two targets are the same place.
   *
   * @throws CommandFailure naming the place
   */
  static void requireDistinct(List<OutputTarget> targets) {
    Set<Optional<Path>> places = new HashSet<>();
    for (OutputTarget target : targets) {
      if (!places.add(target.file().map(file -> file.toAbsolutePath().normalize()))) {
        throw CommandFailure.usage("-o names " + target + " twice; give each output its own name");
      }
    }
  }

  /** {@code brazier-2026-11-21-101530.svg} in the current folder. */
  static OutputTarget datedSvg(LocalDateTime now) {
    return new OutputTarget(Path.of("brazier-" + DATE.format(now) + ".svg"), OutputFormat.SVG);
  }

  /** The file; empty for standard output. */
  Optional<Path> file() {
    return Optional.ofNullable(path);
  }

  @Override
  public String toString() {
    return path == null ? "standard output" : path.toString();
  }

  private static Path path(String argument) {
    if (argument.isEmpty()) {
      throw new IllegalArgumentException("the name of the output file is empty");
    }
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be a file's name in this locale: set LC_ALL=C.UTF-8".formatted(argument), e);
    }
  }
}
