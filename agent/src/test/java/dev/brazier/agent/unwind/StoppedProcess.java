package dev.brazier.agent.unwind;

import dev.brazier.bpf.CodeMapping;
import dev.brazier.bpf.HostTables;
import dev.brazier.bpf.HostWalk;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.MappingKind;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.VdsoImage;
import dev.brazier.container.unwind.UnwindCompiler;
import dev.brazier.container.unwind.UnwindTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that a process maps, compiled for the walk, and its memory. Needs root. */
final class StoppedProcess implements AutoCloseable {
  private static final int MOST_ROWS = 1 << 22;
  private static final int MOST_GRANULES = 1 << 20;
  private static final String VDSO = "[vdso]";

  private final int pid;
  private final Path proc;
  private final FileChannel memory;
  private final HostTables tables = new HostTables(MOST_ROWS, MOST_GRANULES);
  private final Map<FileNumber, String> names = new HashMap<>();
  private final Map<String, UnwindRows> rows = new HashMap<>();

  /** Who a file is. */
  private record FileNumber(DeviceNumber device, long inode) {}

  StoppedProcess(int pid) throws IOException {
    this.pid = pid;
    proc = Path.of("/proc", Integer.toString(pid));
    memory = FileChannel.open(proc.resolve("mem"), StandardOpenOption.READ);
  }

  /** The executable mappings now; files not met before are compiled. */
  List<CodeMapping> code() throws IOException {
    List<CodeMapping> code = new ArrayList<>();
    for (Mapping mapping :
        ProcRoot.host().mappings(pid).found().orElseThrow(() -> new IOException("gone: " + pid))) {
      // That of vsyscall is no mapping to the kernel.
      if (mapping.permissions().execute() && mapping.kind() != MappingKind.KERNEL_PAGE) {
        code.add(
            new CodeMapping(
                mapping.start(), mapping.end(), mapping.fileOffset(), fileName(mapping)));
      }
    }
    return code;
  }

  /** Short, and different for different files; empty for none. */
  private String fileName(Mapping mapping) throws IOException {
    if (mapping.inode() == 0 && mapping.kind() != MappingKind.VDSO) {
      return "";
    }
    FileNumber number = new FileNumber(mapping.device(), mapping.inode());
    String known = names.get(number);
    if (known == null) {
      String path = mapping.path();
      known = path.substring(path.lastIndexOf('/') + 1).replace(' ', '_');
      while (names.containsValue(known)) {
        known += "'";
      }
      names.put(number, known);
      addTable(known, mapping);
    }
    return known;
  }

  private void addTable(String name, Mapping mapping) throws IOException {
    try (ByteSource source = open(mapping)) {
      UnwindTable table = UnwindCompiler.compile(ElfFile.read(source));
      if (table.rows() > 0) {
        UnwindRows its = UnwindTranslation.rows(table);
        rows.put(name, its);
        tables.add(name, its);
      }
    } catch (MalformedElfException e) {
      // No ELF file: code without unwind information, as the agent tells the kernel.
    }
  }

  private ByteSource open(Mapping mapping) throws IOException {
    if (mapping.kind() == MappingKind.VDSO) {
      return VdsoImage.read().found().orElseThrow(() -> new IOException("read " + VDSO));
    }
    String range = "%x-%x".formatted(mapping.start(), mapping.end());
    return ByteSource.open(proc.resolve("map_files").resolve(range));
  }

  /** The tables of all files met so far. */
  HostTables tables() {
    return tables;
  }

  /** The same by file name; files without rows are not among them. */
  Map<String, UnwindRows> rows() {
    return rows;
  }

  /** A block of its memory; empty when it cannot be read. */
  Optional<byte[]> read(long address) {
    ByteBuffer bytes = ByteBuffer.allocate(HostWalk.BLOCK);
    try {
      return address >= 0 && memory.read(bytes, address) == HostWalk.BLOCK
          ? Optional.of(bytes.array())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
