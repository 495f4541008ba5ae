package dev.brazier.agent.record;

import dev.brazier.container.elf.BuildId;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSegment;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Tells that two files have the same unwind table: the same build, laid out alike. A stripped copy
 * shares with the full one, whatever lies outside of the segments.
 *
 * @param buildId names the build
 * @param segments where its parts lie
 */
record CodeIdentity(BuildId buildId, List<ElfSegment> segments) {

  /** Empty for a file without a build ID, which shares with none. */
  static Optional<CodeIdentity> of(ElfFile elf) throws IOException, MalformedElfException {
    return elf.buildId().map(id -> new CodeIdentity(id, elf.segments()));
  }
}
