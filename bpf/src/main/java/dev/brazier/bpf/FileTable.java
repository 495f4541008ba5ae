package dev.brazier.bpf;

import java.nio.ByteBuffer;

/**
 * The map {@code files}: which files the kernel has numbered, and whether user space holds them.
 */
final class FileTable {
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
  private record State(long askedNanos, int fileId, boolean answered) {
    static final Codec<State> CODEC =
        new Codec<>() {
          @Override
          public int bytes() {
            return SampleLayout.FileState.BYTES;
          }

          @Override
          public void encode(State state, ByteBuffer target) {
            target.putLong(state.askedNanos).putInt(state.fileId).putInt(state.answered ? 1 : 0);
          }

          @Override
          public State decode(ByteBuffer source) {
            return new State(source.getLong(), source.getInt(), source.getInt() != 0);
          }
        };
  }

  /** The kernel stops asking. */
  void answered(FileSighting file) {
    long asked = files.get(Key.of(file)).map(State::askedNanos).orElse(0L);
    files.put(Key.of(file), new State(asked, file.fileId(), true));
  }

  /** The kernel asks again at the next sample; the file keeps its number. */
  void forget(FileSighting file) {
    files.put(Key.of(file), new State(0, file.fileId(), false));
  }
}
