package dev.brazier.bpf;

import static dev.brazier.bpf.UnwindLayout.TABLE_PENDING;

import java.nio.ByteBuffer;

/**
 * The map {@code files}: which files the kernel has numbered, whether user space holds them, and
 * which unwind tables they have.
 */
final class FileTable implements FileStates {
  private final TypedMap<Key, State> files;

  FileTable(BpfMap files) {
    this.files = files.typed(Key.CODEC, State.CODEC);
  }

  /** {@code struct file_key}. */
  private record Key(long inode, int device, int generation) {
    static final Codec<Key> CODEC =
        new Codec<>() {
          @Override
          public int bytes() {
            return SampleLayout.FileKey.BYTES;
          }

          @Override
          public void encode(Key key, ByteBuffer target) {
            target.putLong(key.inode).putInt(key.device).putInt(key.generation);
          }

          @Override
          public Key decode(ByteBuffer source) {
            return new Key(source.getLong(), source.getInt(), source.getInt());
          }
        };

    static Key of(FileSighting file) {
      return new Key(file.inode(), file.device(), file.generation());
    }
  }

  /** {@code struct file_state}. */
  private record State(long askedNanos, int fileId, int table, boolean answered) {
    static final Codec<State> CODEC =
        new Codec<>() {
          @Override
          public int bytes() {
            return SampleLayout.FileState.BYTES;
          }

          @Override
          public void encode(State state, ByteBuffer target) {
            target
                .putLong(state.askedNanos)
                .putInt(state.fileId)
                .putInt(state.table)
                .putInt(state.answered ? 1 : 0)
                .putInt(0);
          }

          @Override
          public State decode(ByteBuffer source) {
            State state =
                new State(source.getLong(), source.getInt(), source.getInt(), source.getInt() != 0);
            source.getInt();
            return state;
          }
        };
  }

  /** The kernel stops asking. */
  synchronized void answered(FileSighting file) {
    State known = state(file);
    files.put(Key.of(file), new State(known.askedNanos, file.fileId(), known.table, true));
  }

  /** The kernel asks again at the next sample; the file keeps its number and its table. */
  synchronized void forget(FileSighting file) {
    files.put(Key.of(file), new State(0, file.fileId(), state(file).table, false));
  }

  @Override
  public synchronized void publish(FileSighting file, int table) {
    files.put(Key.of(file), new State(state(file).askedNanos, file.fileId(), table, true));
  }

  @Override
  public synchronized void withdraw(FileSighting file) {
    files.put(Key.of(file), new State(0, file.fileId(), TABLE_PENDING, false));
  }

  private State state(FileSighting file) {
    return files.get(Key.of(file)).orElse(new State(0, file.fileId(), TABLE_PENDING, false));
  }
}
