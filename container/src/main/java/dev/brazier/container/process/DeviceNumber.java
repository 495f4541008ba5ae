package dev.brazier.container.process;

import org.jspecify.annotations.Nullable;

/**
 * A device number, in the two parts that every interface packs differently.
 *
 * @param major 12 bits in the kernel's {@code dev_t}
 * @param minor 20 bits in the kernel's {@code dev_t}
 */
public record DeviceNumber(int major, int minor) {

  /** From the kernel's own {@code dev_t}, {@code major << 20 | minor}, as in {@code s_dev}. */
  public static DeviceNumber ofKernel(int device) {
    return new DeviceNumber(device >>> 20, device & 0xfffff);
  }

  /** From {@code st_dev} as glibc's {@code makedev} packs it. */
  public static DeviceNumber ofStat(long device) {
    long major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
    long minor = (device & 0xff) | (device >>> 12 & ~0xffL);
    return new DeviceNumber((int) major, (int) minor);
  }

  // Spelled out as it is part of keys: what a record generates takes 5 ms at the first call.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeviceNumber device && major == device.major && minor == device.minor;
  }

  @Override
  public int hashCode() {
    return major << 20 ^ minor;
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
