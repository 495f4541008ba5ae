package dev.brazier.flamegraph.input;

import com.google.protobuf.CodedInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Samples as bytes, in the order in which they came. */
final class WaitingSamples implements Iterable<CodedInputStream> {
  private static final int BLOCK = 1 << 20;

  private final List<byte[]> blocks = new ArrayList<>();
  private final List<int[]> endsOfBlocks = new ArrayList<>();
  private byte[] block = new byte[BLOCK];
  private int[] ends = new int[1 << 10];
  private int size;

  void add(byte[] sample) {
    int start = size == 0 ? 0 : ends[size - 1];
    if (start + sample.length > block.length) {
      closeBlock();
      start = 0;
      block = sample.length > BLOCK ? new byte[sample.length] : new byte[BLOCK];
    }
    System.arraycopy(sample, 0, block, start, sample.length);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    ends[size++] = start + sample.length;
  }

  private void closeBlock() {
    blocks.add(block);
    endsOfBlocks.add(Arrays.copyOf(ends, size));
    size = 0;
  }

  /** Each sample as a stream of its own, once. Nothing can be added any more. */
  @Override
  public Iterator<CodedInputStream> iterator() {
    closeBlock();
    return new Iterator<>() {
      private int at;
      private int inBlock;

      @Override
      public boolean hasNext() {
        while (at < blocks.size() && inBlock == endsOfBlocks.get(at).length) {
          // What was handed out is no longer needed.
          blocks.set(at++, new byte[0]);
          inBlock = 0;
        }
        return at < blocks.size();
      }

      @Override
      public CodedInputStream next() {
        int[] found = endsOfBlocks.get(at);
        int start = inBlock == 0 ? 0 : found[inBlock - 1];
        return CodedInputStream.newInstance(blocks.get(at), start, found[inBlock++] - start);
      }
    };
  }
}
