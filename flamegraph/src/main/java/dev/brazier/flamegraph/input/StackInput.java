package dev.brazier.flamegraph.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Reads the stacks that other tools write. Gzip and Zstandard around them are taken off; the format
 * is told by the content unless it is named.
 *
 * <p>A line or record that cannot be understood is skipped, counted and, for the first few,
 * reported. A file that cannot be read on at all is a {@link MalformedInputException}.
 */
public final class StackInput {
  private StackInput() {}

  /**
   * Reads a file.
   *
   * @see #read(InputStream, InputOptions, StackSink)
   */
  public static InputReport read(Path file, InputOptions options, StackSink sink)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, options, sink);
    }
  }

  /**
   * Reads to the end of a stream and leaves it open.
   *
   * @param sink gets each stack in the file's order; those of collapsed text in the order of their
   *     names, equal ones once
   * @throws MalformedInputException if the file is damaged, or not of the format that was named
   * @throws IOException if the stream cannot be read
   */
  public static InputReport read(InputStream in, InputOptions options, StackSink sink)
      throws IOException {
    UnpackedStream content = UnpackedStream.of(in);
    InputFormat format = format(content, options);
    return format == InputFormat.COLLAPSED
        ? CollapsedSource.read(content, options.filter(), sink)
        : read(content, format, options, new ObjectSink(sink));
  }

  /**
   * Reads a file.
   *
   * @see #readTree(InputStream, InputOptions)
   */
  public static InputTree readTree(Path file, InputOptions options) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return readTree(in, options);
    }
  }

  /**
   * Reads to the end of a stream and leaves it open: the fast way to a picture.
   *
   * @throws MalformedInputException if the file is damaged, or not of the format that was named
   * @throws IOException if the stream cannot be read
   */
  public static InputTree readTree(InputStream in, InputOptions options) throws IOException {
    UnpackedStream content = UnpackedStream.of(in);
    InputFormat format = format(content, options);
    if (format == InputFormat.COLLAPSED) {
      return CollapsedSource.readTree(content, options.filter());
    }
    TreeSink sink = new TreeSink(options.perThread());
    InputReport report = read(content, format, options, sink);
    return new InputTree(sink.tree(), report);
  }

  private static InputFormat format(UnpackedStream content, InputOptions options)
      throws IOException {
    return options.format() == InputFormat.AUTO ? FormatGuess.of(content.head()) : options.format();
  }

  private static InputReport read(
      UnpackedStream content, InputFormat format, InputOptions options, FrameSink sink)
      throws IOException {
    StackFilter filter = options.filter();
    if (filter.isNone()) {
      return readAll(content, format, options, sink);
    }
    FilteredSink filtered = new FilteredSink(filter, sink);
    try {
      return readAll(content, format, options, filtered).withSelection(filtered.selection());
    } catch (StackOverflowError e) {
      throw filter.overflow(e);
    }
  }

  private static InputReport readAll(
      UnpackedStream content, InputFormat format, InputOptions options, FrameSink sink)
      throws IOException {
    return switch (format) {
      case PERF -> new PerfReader(content, options, sink).read();
      case BPFTRACE -> new BpftraceReader(content, options, sink).read();
      case BCC -> new BccReader(content, sink).read();
      case PPROF -> new PprofReader(content, options, sink).read();
      case JFR -> readRecording(content, options, sink);
      case AUTO, COLLAPSED -> throw new IllegalArgumentException("read " + format.label());
    };
  }

  /** The JDK reads recordings from files only: the stream becomes one for as long as it takes. */
  private static InputReport readRecording(
      UnpackedStream content, InputOptions options, FrameSink sink) throws IOException {
    Path file = Files.createTempFile("brazier-", ".jfr");
    try {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      return new JfrReader(file, options, sink).read();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
