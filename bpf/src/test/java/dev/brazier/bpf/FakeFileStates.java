package dev.brazier.bpf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The map {@code files}, without a kernel. */
final class FakeFileStates implements FileStates {
  private final Map<Integer, Integer> tables = new HashMap<>();
  private boolean refusing;

  static FileSighting file(int id) {
    return new FileSighting(1000 + id, 8, 1, 0, id, 1, 0x1000, 0x2000, 0, false, List.of("f" + id));
  }

  /** What the kernel walks the file with; 0 when it asks for the file. */
  int table(int id) {
    return tables.getOrDefault(id, 0);
  }

  /** From now on the kernel takes no change, or does again. */
  void refuse(boolean refuses) {
    refusing = refuses;
  }

  @Override
  public void publish(FileSighting file, int table) {
    requireWilling();
    tables.put(file.fileId(), table);
  }

  @Override
  public void withdraw(FileSighting file) {
    requireWilling();
    tables.put(file.fileId(), 0);
  }

  private void requireWilling() {
    if (refusing) {
      throw new BpfException("update BPF map files", Errno.EPERM, "", "");
    }
  }
}
