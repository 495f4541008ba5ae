package dev.brazier.bpf;

import java.nio.ByteBuffer;

/**
 * How a Java value lies in the key or value of a map. Buffers are in native byte order; encoding
 * and decoding move their position by {@link #bytes()}.
 */
public interface Codec<T> {
  /** An unsigned 8-bit number. */
  Codec<Integer> U8 =
      new Codec<>() {
        @Override
        public int bytes() {
          return Byte.BYTES;
        }

        @Override
        public void encode(Integer value, ByteBuffer target) {
          target.put(value.byteValue());
        }

        @Override
        public Integer decode(ByteBuffer source) {
          return Byte.toUnsignedInt(source.get());
        }
      };

  /** A 32-bit number; unsigned ones above 2^31 come out negative. */
  Codec<Integer> U32 =
      new Codec<>() {
        @Override
        public int bytes() {
          return Integer.BYTES;
        }

        @Override
        public void encode(Integer value, ByteBuffer target) {
          target.putInt(value);
        }

        @Override
        public Integer decode(ByteBuffer source) {
          return source.getInt();
        }
      };

  /** A 64-bit number; unsigned ones above 2^63 come out negative. */
  Codec<Long> U64 =
      new Codec<>() {
        @Override
        public int bytes() {
          return Long.BYTES;
        }

        @Override
        public void encode(Long value, ByteBuffer target) {
          target.putLong(value);
        }

        @Override
        public Long decode(ByteBuffer source) {
          return source.getLong();
        }
      };

  /** Size in bytes. */
  int bytes();

  /** Writes a value. */
  void encode(T value, ByteBuffer target);

  /** Reads a value. */
  T decode(ByteBuffer source);
}
