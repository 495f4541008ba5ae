package dev.brazier.agent.unwind;

import dev.brazier.bpf.UnwindRows;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.Optional;

/** A file that a table can be made of. */
public interface UnwindSource {

  /** Its base name. */
  String name();

  /** In bytes. */
  long size();

  /** Reads which build it is: little work, compared to {@link #rows}. */
  Optional<CodeIdentity> identity() throws IOException, MalformedElfException;

  /** Compiles its unwind information; empty if it has none. */
  Optional<UnwindRows> rows() throws IOException, MalformedElfException;
}
