package dev.brazier.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link BpfMap} whose keys and values are Java values. */
public final class TypedMap<K, V> {
  private final BpfMap map;
  private final Codec<K> keys;
  private final Codec<V> values;

  TypedMap(BpfMap map, Codec<K> keys, Codec<V> values) {
    if (keys.bytes() != map.keyBytes() || values.bytes() != map.valueBytes()) {
      throw new IllegalArgumentException(
          "BPF map %s has keys of %d and values of %d bytes, the codecs write %d and %d"
              .formatted(
                  map.name(), map.keyBytes(), map.valueBytes(), keys.bytes(), values.bytes()));
    }
    this.map = map;
    this.keys = keys;
    this.values = values;
  }

  /** The value of a key; of a per-CPU map, the first CPU's. */
  public Optional<V> get(K key) {
    return getAll(key).stream().findFirst();
  }

  /**
   * The values of a key, one for each possible CPU in a per-CPU map; empty without such an entry.
   */
  public List<V> getAll(K key) {
    ByteBuffer found = map.lookup(encode(keys, key));
    List<V> all = new ArrayList<>();
    for (int copy = 0; found != null && copy < map.copies(); copy++) {
      all.add(values.decode(found.position(copy * map.stride())));
    }
    return all;
  }

  /** Sets the value of a key, on every CPU in a per-CPU map. */
  public void put(K key, V value) {
    ByteBuffer all = buffer(map.copies() * map.stride());
    for (int copy = 0; copy < map.copies(); copy++) {
      values.encode(value, all.position(copy * map.stride()));
    }
    map.update(encode(keys, key), all.rewind());
  }

  /** Removes a key; false when it was not there. */
  public boolean remove(K key) {
    return map.delete(encode(keys, key));
  }

  /**
   * The keys now in the map. While others change the map some may be missed; no more are returned
   * than the map can hold.
   */
  public List<K> keys() {
    List<K> found = new ArrayList<>();
    ByteBuffer key = map.keyAfter(null);
    while (key != null && found.size() < map.maxEntries()) {
      found.add(keys.decode(key.duplicate().order(ByteOrder.nativeOrder())));
      key = map.keyAfter(key);
    }
    return found;
  }

  private static <T> ByteBuffer encode(Codec<T> codec, T value) {
    ByteBuffer target = buffer(codec.bytes());
    codec.encode(value, target);
    return target.rewind();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }
}
