package dev.brazier.container.unwind;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Compiling the unwind tables of large files of this machine. For a fresh JVM, with the flags of
 * the distribution: {@code -Djmh.args="FrameCompilation -bm ss -wi 0 -i 1 -f 10 -jvmArgs
 * -XX:TieredStopAtLevel=1"}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FrameCompilation {

  /** The JVM's own library, or a path. */
  @Param({"libjvm", "/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/bin/node"})
  private String file = "libjvm";

  /** Opening a file, reading its frame information and making the table. */
  @Benchmark
  public int compiling() throws IOException, MalformedElfException {
    try (ByteSource source = ByteSource.open(path())) {
      return UnwindCompiler.compile(ElfFile.read(source)).rows();
    }
  }

  private Path path() {
    return file.equals("libjvm")
        ? Path.of(System.getProperty("java.home"), "lib/server/libjvm.so")
        : Path.of(file);
  }
}
