package dev.brazier.container.process;

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

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
