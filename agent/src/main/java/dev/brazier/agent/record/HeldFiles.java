package dev.brazier.agent.record;

import dev.brazier.agent.record.MappedFiles.MappedFile;
import dev.brazier.agent.unwind.ElfUnwindSource;
import dev.brazier.agent.unwind.UnwindFiles;
import dev.brazier.agent.unwind.UnwindSource;
import dev.brazier.bpf.FileSighting;
import dev.brazier.container.process.PinOutcome;
import dev.brazier.container.process.ProcRoot;
import java.util.Optional;

/** The files of a recording, for those who make tables of them. */
record HeldFiles(ProcRoot proc, MappedFiles files) implements UnwindFiles {

  @Override
  public Optional<UnwindSource> open(FileSighting sighting) {
    MappedFile file = files.get(sighting.fileId());
    if (file == null || !(file.vdso() || file.held())) {
      files.hold(sighting);
    }
    return source(sighting.fileId()).map(source -> source);
  }

  /** A file by its number, if it is held. */
  Optional<ElfUnwindSource> source(int fileId) {
    MappedFile file = files.get(fileId);
    if (file != null && file.vdso()) {
      return Optional.of(ElfUnwindSource.ofVdso());
    }
    return file != null && file.outcome() instanceof PinOutcome.Pinned pinned
        ? Optional.of(ElfUnwindSource.of(proc, file.pid(), pinned.file()))
        : Optional.empty();
  }
}
