package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.WalkRule;
import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Files of any size and content, and the order in which they were compiled. */
final class FakeUnwindFiles implements UnwindFiles {

  final List<Integer> compiled = new ArrayList<>();

  /** Instead of a number of rows. */
  static final int MALFORMED = -1;

  static final int NOT_ELF = -2;

  private static final byte[] START_OF_ELF = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0};

  private final Map<Integer, FakeFile> files = new HashMap<>();

  /**
   * @param rows of its table; 0 for no unwind information
   */
  private record FakeFile(long size, int rows, Optional<CodeIdentity> identity) {}

  FakeUnwindFiles with(int fileId, long size, int rows) {
    files.put(fileId, new FakeFile(size, rows, Optional.empty()));
    return this;
  }

  FakeUnwindFiles with(int fileId, int rows, String buildId) {
    CodeIdentity identity = new CodeIdentity(buildId);
    files.put(fileId, new FakeFile(rows, rows, Optional.of(identity)));
    return this;
  }

  @Override
  public Optional<UnwindSource> open(FileSighting file) {
    return Optional.ofNullable(files.get(file.fileId()))
        .map(fake -> new Source(file.fileId(), fake));
  }

  static UnwindRows rows(int count) {
    return new UnwindRows(
        LongStream.range(0, count).map(row -> row * 16).toArray(),
        new char[count],
        List.of(WalkRule.NO_CFI));
  }

  private final class Source implements UnwindSource {
    private final int fileId;
    private final FakeFile file;

    Source(int fileId, FakeFile file) {
      this.fileId = fileId;
      this.file = file;
    }

    @Override
    public String name() {
      return "file" + fileId;
    }

    @Override
    public long size() {
      return file.size;
    }

    @Override
    public Optional<CodeIdentity> identity() {
      return file.identity;
    }

    @Override
    public Optional<UnwindRows> rows() throws IOException, MalformedElfException {
      compiled.add(fileId);
      if (file.rows < 0) {
        // Throws: one has the start of an ELF header, the other nothing of it.
        ElfFile.read(ByteSource.of(file.rows == MALFORMED ? START_OF_ELF : new byte[64]));
      }
      return file.rows == 0 ? Optional.empty() : Optional.of(FakeUnwindFiles.rows(file.rows));
    }
  }
}
