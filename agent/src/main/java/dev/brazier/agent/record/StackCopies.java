package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.record.AddressSpaces.AddressSpace;
import dev.brazier.agent.unwind.CopyTables;
import dev.brazier.agent.unwind.CopyTables.Answer;
import dev.brazier.agent.unwind.ElfUnwindSource;
import dev.brazier.agent.unwind.TableFacts;
import dev.brazier.bpf.FrameWord;
import dev.brazier.bpf.StackCopy;
import dev.brazier.bpf.StackEnd;
import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.unwind.Code;
import dev.brazier.container.unwind.StackUnwinder;
import dev.brazier.container.unwind.UnwindTable;
import dev.brazier.container.unwind.WalkEnd;
import java.io.IOException;
import java.util.Optional;

/**
 * Walks the stacks that come as copies, by the unwind tables of the files that their processes map.
 * Belongs to the sampling thread.
 */
final class StackCopies implements AutoCloseable {

  private final AddressSpaces spaces;
  private final MappedFiles files;
  private final HeldFiles held;
  private final CopyTables tables;
  private final StackUnwinder walker = StackUnwinder.of(thisMachine());

  /**
   * @param tableBytes the most that unwind tables may take
   */
  StackCopies(AddressSpaces spaces, MappedFiles files, HeldFiles held, long tableBytes) {
    this.spaces = spaces;
    this.files = files;
    this.held = held;
    this.tables = new CopyTables(tableBytes);
  }

  /**
   * Walks a copy.
   *
   * @return why the stack ends where it does; {@link StackEnd#NO_TABLE} when it is worth walking
   *     again after {@link #hasMoreTables}
   */
  StackEnd walk(ProfileProcess process, StackCopy copy) {
    AddressSpace space = spaces.of(process);
    return stackEnd(
        walker.walk(copy.pc(), copy.registers(), copy.bytes(), address -> codeAt(space, address)));
  }

  /** How many words the last walk found. */
  int words() {
    return walker.frames();
  }

  /** A frame of the last walk, innermost first, to look a name up by; see {@link LookupWord}. */
  long word(int index) {
    long address = walker.frame(index);
    if (address == StackUnwinder.SIGNAL) {
      return FrameWord.ofMarker(FrameWord.SIGNAL);
    }
    boolean exact = index == 0 || isSignal(index - 1) || isSignal(index + 1);
    return FrameWord.ofUser(exact ? address : address - 1);
  }

  private boolean isSignal(int index) {
    return index < walker.frames() && walker.frame(index) == StackUnwinder.SIGNAL;
  }

  /** Whether tables have become ready since the last time this was asked. */
  boolean hasMoreTables() {
    return tables.collect();
  }

  /** Waits until one more is ready; false when the time is over. */
  boolean awaitTable(long nanos) {
    return tables.await(nanos);
  }

  TableFacts facts() {
    return tables.facts();
  }

  @Override
  public void close() {
    tables.close();
  }

  private Code codeAt(AddressSpace space, long address) {
    Optional<Mapping> found = space.at(address);
    if (found.isEmpty() || !found.get().permissions().execute()) {
      return Code.Other.NONE;
    }
    Mapping mapping = found.get();
    return switch (mapping.kind()) {
      case FILE ->
          code(
              files.hold(FileRequest.of(space.pid(), mapping)),
              mapping.fileOffset() - mapping.start());
      case VDSO -> code(files.vdso(), -mapping.start());
      default -> Code.Other.GENERATED;
    };
  }

  private Code code(int file, long addend) {
    Answer answer = tables.of(file, () -> compile(file));
    if (answer instanceof Answer.Ready ready) {
      UnwindTable table = ready.table();
      return table.rows() == 0 ? Code.Other.UNCOVERED : new Code.Covered(table, addend);
    }
    return answer instanceof Answer.Pending ? Code.Other.PENDING : Code.Other.UNREADABLE;
  }

  private UnwindTable compile(int file) throws IOException, MalformedElfException {
    Optional<ElfUnwindSource> source = held.source(file);
    if (source.isEmpty()) {
      throw new IOException("not held");
    }
    return source.get().table();
  }

  private static StackEnd stackEnd(WalkEnd end) {
    return switch (end) {
      case ROOT -> StackEnd.ROOT;
      case TOO_DEEP -> StackEnd.TOO_DEEP;
      case NOT_CODE -> StackEnd.BROKEN_CHAIN;
      case TABLE_PENDING -> StackEnd.NO_TABLE;
      case TABLE_UNREADABLE -> StackEnd.TABLE_REFUSED;
      case NO_CFI -> StackEnd.NO_CFI;
      case GENERATED_CODE -> StackEnd.GENERATED_CODE;
      case UNSUPPORTED -> StackEnd.UNSUPPORTED;
      case NOT_COPIED -> StackEnd.NOT_COPIED;
      case NOT_GROWING -> StackEnd.NOT_GROWING;
      case REGISTER_LOST -> StackEnd.REGISTER_LOST;
    };
  }

  private static ElfMachine thisMachine() {
    return System.getProperty("os.arch", "").equals("aarch64")
        ? ElfMachine.AARCH64
        : ElfMachine.X86_64;
  }
}
