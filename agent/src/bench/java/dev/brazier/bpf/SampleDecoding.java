package dev.brazier.bpf;

import dev.brazier.bpf.SampleLayout.SampleRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records as they lie in a mapped ring: pointing a view at each and copying its frames out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SampleDecoding {

  private static final int RECORDS = 1000;
  private static final int KERNEL_FRAMES = 8;
  private static final int USER_FRAMES = 22;
  private static final int RECORD_BYTES =
      SampleRecord.FRAMES + (KERNEL_FRAMES + USER_FRAMES) * Long.BYTES;

  private final ByteBuffer ring = ring();
  private final SampleView view = new SampleView();
  private final long[] frames = new long[KERNEL_FRAMES + USER_FRAMES];

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long decode() {
    long sum = 0;
    for (int record = 0; record < RECORDS; record++) {
      ring.limit((record + 1) * RECORD_BYTES).position(record * RECORD_BYTES);
      if (view.show(ring)) {
        sum += view.tgid() + view.comm().length() + frames[view.copyFrames(frames) - 1];
      }
    }
    return sum;
  }

  private static ByteBuffer ring() {
    ByteBuffer ring =
        ByteBuffer.allocateDirect(RECORDS * RECORD_BYTES).order(ByteOrder.nativeOrder());
    for (int record = 0; record < RECORDS; record++) {
      int base = record * RECORD_BYTES;
      ring.putInt(base + SampleRecord.TGID, 1000 + record % 50);
      ring.putLong(base + SampleRecord.COMM, 0x72657672_6573L + record % 50);
      ring.putShort(base + SampleRecord.KERNEL_FRAMES, (short) KERNEL_FRAMES);
      ring.putShort(base + SampleRecord.USER_FRAMES, (short) USER_FRAMES);
      for (int frame = 0; frame < KERNEL_FRAMES + USER_FRAMES; frame++) {
        ring.putLong(base + SampleRecord.FRAMES + frame * Long.BYTES, 31L * record + frame);
      }
    }
    return ring;
  }
}
