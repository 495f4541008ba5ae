package dev.brazier.bpf;

import java.nio.ByteBuffer;

/** How the maps of {@code syscalls.bpf.c} lie in memory. */
final class SyscallCodecs {

  /** {@code struct refused_key}. */
  record RefusedKey(long cgroupId, int mountNamespace, int machine, int number, int error) {}

  /** {@code struct refused_call}. */
  record RefusedCall(long count, long lastNanos, int tgid, String processComm) {}

  /** {@code struct made_key}. */
  record MadeKey(long cgroupId, int machine, int number) {}

  static final Codec<RefusedKey> REFUSED_KEY =
      new Codec<>() {
        @Override
        public int bytes() {
          return SyscallLayout.RefusedKey.BYTES;
        }

        @Override
        public void encode(RefusedKey key, ByteBuffer target) {
          int start = target.position();
          target
              .putLong(start + SyscallLayout.RefusedKey.CGROUP_ID, key.cgroupId)
              .putInt(start + SyscallLayout.RefusedKey.MOUNT_NAMESPACE, key.mountNamespace)
              .putInt(start + SyscallLayout.RefusedKey.MACHINE, key.machine)
              .putInt(start + SyscallLayout.RefusedKey.NUMBER, key.number)
              .putInt(start + SyscallLayout.RefusedKey.ERROR, key.error)
              .position(start + bytes());
        }

        @Override
        public RefusedKey decode(ByteBuffer source) {
          int start = source.position();
          source.position(start + bytes());
          return new RefusedKey(
              source.getLong(start + SyscallLayout.RefusedKey.CGROUP_ID),
              source.getInt(start + SyscallLayout.RefusedKey.MOUNT_NAMESPACE),
              source.getInt(start + SyscallLayout.RefusedKey.MACHINE),
              source.getInt(start + SyscallLayout.RefusedKey.NUMBER),
              source.getInt(start + SyscallLayout.RefusedKey.ERROR));
        }
      };

  static final Codec<RefusedCall> REFUSED_CALL =
      new Codec<>() {
        private final Comms comms = new Comms();

        @Override
        public int bytes() {
          return SyscallLayout.RefusedCall.BYTES;
        }

        @Override
        public void encode(RefusedCall value, ByteBuffer target) {
          throw new UnsupportedOperationException("only the kernel counts refused calls");
        }

        @Override
        public synchronized RefusedCall decode(ByteBuffer source) {
          int start = source.position();
          int comm = start + SyscallLayout.RefusedCall.PROCESS_COMM;
          source.position(start + bytes());
          return new RefusedCall(
              source.getLong(start + SyscallLayout.RefusedCall.COUNT),
              source.getLong(start + SyscallLayout.RefusedCall.LAST_NS),
              source.getInt(start + SyscallLayout.RefusedCall.TGID),
              comms.name(source.getLong(comm), source.getLong(comm + Long.BYTES)));
        }
      };

  static final Codec<MadeKey> MADE_KEY =
      new Codec<>() {
        @Override
        public int bytes() {
          return SyscallLayout.MadeKey.BYTES;
        }

        @Override
        public void encode(MadeKey key, ByteBuffer target) {
          int start = target.position();
          target
              .putLong(start + SyscallLayout.MadeKey.CGROUP_ID, key.cgroupId)
              .putInt(start + SyscallLayout.MadeKey.MACHINE, key.machine)
              .putInt(start + SyscallLayout.MadeKey.NUMBER, key.number)
              .position(start + bytes());
        }

        @Override
        public MadeKey decode(ByteBuffer source) {
          int start = source.position();
          source.position(start + bytes());
          return new MadeKey(
              source.getLong(start + SyscallLayout.MadeKey.CGROUP_ID),
              source.getInt(start + SyscallLayout.MadeKey.MACHINE),
              source.getInt(start + SyscallLayout.MadeKey.NUMBER));
        }
      };

  private SyscallCodecs() {}
}
