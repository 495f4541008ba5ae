package dev.brazier.agent;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedInput;
import dev.brazier.flamegraph.CollapsedReader;
import dev.brazier.flamegraph.CollapsedWriter;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 79,000 collapsed stacks: reading them, writing them, drawing them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CollapsedStacks {

  private final byte[] text = SyntheticStacks.collapsed();
  private final CallTree tree = tree(text);

  @Benchmark
  public CollapsedInput read() throws IOException {
    return CollapsedReader.read(new ByteArrayInputStream(text));
  }

  @Benchmark
  public void write() throws IOException {
    CollapsedWriter.write(tree, OutputStream.nullOutputStream());
  }

  @Benchmark
  public void draw() throws IOException {
    FlameGraph.write(tree, FlameGraphOptions.titled("bench"), OutputStream.nullOutputStream());
  }

  private static CallTree tree(byte[] text) {
    try {
      return CollapsedReader.read(new ByteArrayInputStream(text)).tree();
    } catch (IOException e) {
      throw new AssertionError("an array can be read", e);
    }
  }
}
