package dev.brazier.bpf;

/**
 * Byte offsets of the wire structures, the same as in {@code src/main/bpf/sample.h}, which is their
 * source: a test compares them with the type information of the compiled object.
 */
final class SampleLayout {
  static final int COMM_BYTES = 16;

  private SampleLayout() {}

  /** {@code struct sample_record}. */
  static final class SampleRecord {
    static final int TIME_NS = 0;
    static final int TGID = 8;
    static final int TID = 12;
    static final int CGROUP_ID = 16;
    static final int START_TIME_NS = 24;
    static final int CPU = 32;
    static final int KERNEL_FRAMES = 34;
    static final int USER_FRAMES = 36;
    static final int END = 38;
    static final int FLAGS = 39;
    static final int COMM = 40;
    static final int PROCESS_COMM = 56;
    static final int FRAMES = 72;

    static final int IN_USER = 1;
    static final int LOCATED = 2;

    private SampleRecord() {}
  }

  /** {@code struct file_request}. */
  static final class FileRequest {
    static final int INODE = 0;
    static final int DEVICE = 8;
    static final int GENERATION = 12;
    static final int FILE_ID = 16;
    static final int TGID = 20;
    static final int VM_START = 24;
    static final int VM_END = 32;
    static final int VM_OFFSET = 40;
    static final int FLAGS = 48;
    static final int PATH_LENGTH = 52;
    static final int PATH = 56;

    static final int BYTES = 568;

    static final int VDSO = 1;

    private FileRequest() {}
  }

  /** {@code struct file_key}. */
  static final class FileKey {
    static final int INODE = 0;
    static final int DEVICE = 8;
    static final int GENERATION = 12;
    static final int BYTES = 16;

    private FileKey() {}
  }

  /** {@code struct file_state}. */
  static final class FileState {
    static final int ASKED_NS = 0;
    static final int FILE_ID = 8;
    static final int TABLE = 12;
    static final int ANSWERED = 16;
    static final int RESERVED = 20;
    static final int BYTES = 24;

    private FileState() {}
  }
}
