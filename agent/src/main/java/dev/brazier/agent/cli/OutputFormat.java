package dev.brazier.agent.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a profile can be written as. */
enum OutputFormat {
  /** A flame graph to open in a browser. */
  SVG,
  /** A heat map of time over a flame graph of any part of it, to open in a browser. */
  HEAT_MAP,
  /** One line for each distinct stack: frames joined by semicolons, a space, the count. */
  COLLAPSED,
  /** For pprof and what reads its files: gzipped protocol buffers. */
  PPROF,
  /** For speedscope: by thread, in the order of time. */
  SPEEDSCOPE,
  /** For the Firefox Profiler: by thread, in the order of time. */
  FIREFOX,
  /** The same, compressed. */
  FIREFOX_GZIP,
  /** The hottest functions as a table. */
  MARKDOWN;

  /** The endings that {@link #ofFileName} knows, for messages. */
  static final String KNOWN_ENDINGS =
      Arrays.stream(values())
          .flatMap(format -> format.endings().stream())
          .collect(Collectors.joining(", "));

  private List<String> endings() {
    return switch (this) {
      case SVG -> List.of(".svg");
      case HEAT_MAP -> List.of(".heatmap.svg");
      case COLLAPSED -> List.of(".collapsed", ".folded", ".txt");
      case PPROF -> List.of(".pb.gz", ".pprof");
      case SPEEDSCOPE -> List.of(".speedscope.json");
      case FIREFOX -> List.of(".firefox.json");
      case FIREFOX_GZIP -> List.of(".firefox.json.gz");
      case MARKDOWN -> List.of(".md");
    };
  }

  /** What it is called in messages. */
  String label() {
    return switch (this) {
      case SVG -> "the picture";
      case HEAT_MAP -> "the heat map";
      case COLLAPSED -> "collapsed stacks";
      case PPROF -> "pprof";
      case SPEEDSCOPE -> "speedscope's files";
      case FIREFOX, FIREFOX_GZIP -> "the Firefox Profiler's files";
      case MARKDOWN -> "the table";
    };
  }

  /** Whether it shows when samples were taken. */
  boolean showsTime() {
    return switch (this) {
      case SVG, COLLAPSED, PPROF, MARKDOWN -> false;
      case HEAT_MAP, SPEEDSCOPE, FIREFOX, FIREFOX_GZIP -> true;
    };
  }

  /** Whether it always shows by which thread samples were taken. */
  boolean showsThreads() {
    return switch (this) {
      case SVG, HEAT_MAP, COLLAPSED, MARKDOWN -> false;
      case PPROF, SPEEDSCOPE, FIREFOX, FIREFOX_GZIP -> true;
    };
  }

  /** Whether it shows more than a tree of merged stacks. */
  boolean needsProfile() {
    return this != SVG && this != COLLAPSED;
  }

  /** The format of the longest known ending of a file's name; empty when it has none. */
  static Optional<OutputFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.longestEnding(lower) > 0)
        .max(Comparator.comparingInt(format -> format.longestEnding(lower)));
  }

  private int longestEnding(String name) {
    return endings().stream().filter(name::endsWith).mapToInt(String::length).max().orElse(0);
  }
}
