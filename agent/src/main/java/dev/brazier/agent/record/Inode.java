package dev.brazier.agent.record;

import dev.brazier.bpf.FileSighting;
import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.FileRequest;

/**
 * A file as the kernel's mappings name it, while it is mapped.
 *
 * @param device of the file system
 * @param number of the inode there
 */
record Inode(DeviceNumber device, long number) {

  static Inode of(FileRequest request) {
    return new Inode(request.device(), request.inode());
  }

  static Inode of(FileSighting file) {
    return new Inode(new DeviceNumber(file.deviceMajor(), file.deviceMinor()), file.inode());
  }
}
