package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.FileRequest;
import org.jspecify.annotations.Nullable;

/**
 * A file as the kernel's mappings name it, while it is mapped.
 *
 * <p>A key from the first moment on: a record's own {@code equals} and {@code hashCode} are only
 * generated when they are first called, which takes some 5 ms.
 *
 * @param device of the file system
 * @param number of the inode there
 */
public record Inode(DeviceNumber device, long number) {

  public static Inode of(FileRequest request) {
    return new Inode(request.device(), request.inode());
  }

  public static Inode of(FileSighting file) {
    return new Inode(new DeviceNumber(file.deviceMajor(), file.deviceMinor()), file.inode());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Inode inode && number == inode.number && device.equals(inode.device);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number) * 31 + device.hashCode();
  }
}
