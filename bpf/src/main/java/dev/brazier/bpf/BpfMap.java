package dev.brazier.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A map in the kernel, as bytes. {@link #typed} gives the view with Java types.
 *
 * <p>Maps of an object live and close with it; those made by {@link #createRing} are the caller's
 * to close. A map may be used by any thread.
 */
public final class BpfMap implements AutoCloseable {
  private static final int RINGBUF = 27;

  private final NativeLibraries libraries;
  private final String name;
  private final int fd;
  private final Shape shape;
  private final boolean ownsFd;
  private final Memory keyMemory;
  private final Memory valueMemory;
  private boolean closed;

  /**
   * What the kernel knows of a map.
   *
   * @param type {@code enum bpf_map_type}
   * @param entries for a ring buffer its size in bytes
   */
  record Shape(int type, int keyBytes, int valueBytes, int entries) {

    boolean isPerCpu() {
      return switch (type) {
        case 5, 6, 10, 21 -> true; // hash, array, LRU hash, cgroup storage
        default -> false;
      };
    }
  }

  private BpfMap(NativeLibraries libraries, String name, int fd, Shape shape, boolean ownsFd) {
    this.libraries = libraries;
    this.name = name;
    this.fd = fd;
    this.shape = shape;
    this.ownsFd = ownsFd;
    this.keyMemory = new Memory(Math.max(1, shape.keyBytes));
    this.valueMemory = new Memory(Math.max(1, copies() * (long) stride()));
  }

  static BpfMap ofObject(NativeLibraries libraries, String name, int fd, Shape shape) {
    return new BpfMap(libraries, name, fd, shape, false);
  }

  /**
   * Creates a ring buffer, for example to be put into a map of maps.
   *
   * @param name at most 15 letters, digits, dots and underscores
   * @param bytes a power of two, and a multiple of the page size
   */
  public static BpfMap createRing(String name, int bytes) {
    NativeLibraries libraries = NativeLibraries.get();
    libraries.words().take();
    int fd = libraries.libbpf().bpf_map_create(RINGBUF, name, 0, 0, bytes, null);
    String words = libraries.words().take();
    if (fd < 0) {
      throw Failures.bpf("create ring buffer of " + bytes + " bytes", -fd, words);
    }
    return new BpfMap(libraries, name, fd, new Shape(RINGBUF, 0, 0, bytes), true);
  }

  /** The name of its variable in the object. */
  public String name() {
    return name;
  }

  /** The file descriptor, good until the map is closed. */
  public int fd() {
    requireOpen();
    return fd;
  }

  /** Size of a key in bytes. */
  public int keyBytes() {
    return shape.keyBytes;
  }

  /** Size of a value in bytes; of a per-CPU map, of one CPU's value. */
  public int valueBytes() {
    return shape.valueBytes;
  }

  /** Most entries it can hold; of a ring buffer, its size in bytes. */
  public int maxEntries() {
    return shape.entries;
  }

  /** How many values an entry has: the possible CPUs for a per-CPU map, else 1. */
  public int copies() {
    return shape.isPerCpu() ? libraries.libbpf().libbpf_num_possible_cpus() : 1;
  }

  /** Distance in bytes between the values of two CPUs: the kernel rounds up to eight. */
  int stride() {
    return shape.isPerCpu() ? (shape.valueBytes + 7) & ~7 : shape.valueBytes;
  }

  /** The map with Java's types for keys and values. */
  public <K, V> TypedMap<K, V> typed(Codec<K> keys, Codec<V> values) {
    return new TypedMap<>(this, keys, values);
  }

  /**
   * Looks an entry up.
   *
   * @param key {@link #keyBytes()} bytes from its position on
   * @return a copy of the value, positioned at its start; of a per-CPU map all CPUs' values, each
   *     rounded up to eight bytes; null when there is no such entry
   */
  public synchronized @Nullable ByteBuffer lookup(ByteBuffer key) {
    requireOpen();
    fill(keyMemory, key, shape.keyBytes);
    int result = libraries.libbpf().bpf_map_lookup_elem(fd, keyMemory, valueMemory);
    if (!found("look up in", result)) {
      return null;
    }
    byte[] copy = valueMemory.getByteArray(0, (int) valueMemory.size());
    return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
  }

  /** Sets an entry, new or not. A per-CPU map takes one value for each possible CPU. */
  public synchronized void update(ByteBuffer key, ByteBuffer value) {
    requireOpen();
    fill(keyMemory, key, shape.keyBytes);
    fill(valueMemory, value, (int) valueMemory.size());
    int result = libraries.libbpf().bpf_map_update_elem(fd, keyMemory, valueMemory, 0);
    if (result < 0) {
      throw Failures.bpf("update BPF map " + name, -result, libraries.words().take());
    }
  }

  /** Removes an entry; false when there was none. */
  public synchronized boolean delete(ByteBuffer key) {
    requireOpen();
    fill(keyMemory, key, shape.keyBytes);
    return found("delete from", libraries.libbpf().bpf_map_delete_elem(fd, keyMemory));
  }

  /** The key after a given one in the kernel's order; the first for null; null at the end. */
  synchronized @Nullable ByteBuffer keyAfter(@Nullable ByteBuffer key) {
    requireOpen();
    Pointer previous = null;
    if (key != null) {
      fill(keyMemory, key, shape.keyBytes);
      previous = keyMemory;
    }
    try (Memory next = new Memory(Math.max(1, shape.keyBytes))) {
      int result = libraries.libbpf().bpf_map_get_next_key(fd, previous, next);
      if (!found("walk", result)) {
        return null;
      }
      byte[] copy = next.getByteArray(0, shape.keyBytes);
      return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    }
  }

  private boolean found(String verb, int result) {
    if (result < 0 && result != -Errno.ENOENT) {
      throw Failures.bpf(verb + " BPF map " + name, -result, libraries.words().take());
    }
    return result >= 0;
  }

  private static void fill(Memory target, ByteBuffer source, int bytes) {
    if (source.remaining() != bytes) {
      throw new IllegalArgumentException(source.remaining() + " bytes given, " + bytes + " needed");
    }
    target.getByteBuffer(0, bytes).put(source.duplicate());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("BPF map " + name + " is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    keyMemory.close();
    valueMemory.close();
    if (ownsFd) {
      libraries.libc().close(fd);
    }
  }
}
