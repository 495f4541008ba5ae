package dev.brazier.bpf.perf;

/**
 * What the samples of a ring are made of, besides the thread and the time.
 *
 * @param chain the stack, as the kernel walks it by frame pointers
 * @param cgroup the inode of the cgroup v2 directory
 * @param registers those of user space, a bit for each of {@code asm/perf_regs.h}; 0 for none
 * @param stackBytes so much of the user stack, from the stack pointer up; a multiple of eight
 */
public record SampleFormat(boolean chain, boolean cgroup, long registers, int stackBytes) {
  private static final long TID = 1 << 1;
  private static final long TIME = 1 << 2;
  private static final long CHAIN = 1 << 5;
  private static final long REGISTERS = 1 << 12;
  private static final long STACK = 1 << 13;
  private static final long CGROUP = 1 << 21;

  public SampleFormat {
    if (stackBytes < 0 || stackBytes % Long.BYTES != 0 || stackBytes >= 1 << 16) {
      throw new IllegalArgumentException("a stack of " + stackBytes + " bytes");
    }
  }

  /** Without copies of user stacks. */
  public SampleFormat(boolean chain, boolean cgroup) {
    this(chain, cgroup, 0, 0);
  }

  /** {@code perf_event_attr.sample_type}; {@code sample_id_all} must be set beside it. */
  public long sampleType() {
    return TID
        | TIME
        | (chain ? CHAIN : 0)
        | (registers == 0 ? 0 : REGISTERS)
        | (stackBytes == 0 ? 0 : STACK)
        | (cgroup ? CGROUP : 0);
  }
}
