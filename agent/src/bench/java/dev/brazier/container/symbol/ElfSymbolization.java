package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Large files of this machine: loading their symbols, and naming frames in them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class ElfSymbolization {

  private static final int FRAMES = 10_000;

  /** The JVM's own library, or a path such as {@code /usr/bin/node}. */
  @Param({"libjvm", "/usr/bin/node"})
  private String file = "libjvm";

  private final long[] offsets = new long[FRAMES];
  private FileSymbols symbols = FileSymbols.failed(UnnamedReason.STRIPPED, "not loaded");

  @Setup
  public void load() throws IOException {
    long size = Files.size(path());
    Random random = new Random(3);
    for (int frame = 0; frame < FRAMES; frame++) {
      offsets[frame] = random.nextLong(size);
    }
    symbols = loaded();
  }

  @TearDown
  public void close() {
    symbols.close();
  }

  /** Opening a file and reading its symbols. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public int loading() throws IOException {
    try (FileSymbols loaded = loaded()) {
      return loaded.size();
    }
  }

  /** One look-up in symbols that are loaded. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int naming() {
    int named = 0;
    for (long offset : offsets) {
      if (symbols.symbolizeFileOffset(offset) instanceof Symbolization.Named) {
        named++;
      }
    }
    return named;
  }

  private FileSymbols loaded() throws IOException {
    return FileSymbols.load(ByteSource.open(path()), "", DebugFileRoots.none());
  }

  private Path path() {
    return file.equals("libjvm")
        ? Path.of(System.getProperty("java.home"), "lib/server/libjvm.so")
        : Path.of(file);
  }
}
