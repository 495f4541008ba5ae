package dev.brazier.container.unwind;

import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.golang.GoFunctions;
import dev.brazier.container.golang.GoLineTable;
import dev.brazier.container.golang.StackDeltas;
import dev.brazier.container.unwind.RegisterRules.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compiles the functions of a Go program by its line table, as its own linker does for debuggers
 * (dwarf.go of Go 1.22), and by what the run time knows beyond it: which functions have no caller
 * on their stack, and which go on on another stack.
 */
final class GoFrames {
  /** The last three go on on another stack, which begins with them. */
  private static final List<String> OUTERMOST =
      List.of(
          "runtime.goexit",
          "runtime.mstart",
          "runtime.rt0_go",
          "runtime.systemstack",
          "runtime.mcall",
          "runtime.morestack");

  /** Assembly that changes stacks has its frame pointer by then, and the old stack until then. */
  private static final int PROLOGUE = 16;

  private final GoLineTable table;
  private final FrameEntries.Compilation into;
  private final Machine machine;
  private final RegisterRules state = new RegisterRules();
  private final Set<Integer> outermost = new HashSet<>(); // by their names' offsets
  private int compiled;

  GoFrames(GoLineTable table, FrameEntries.Compilation into) {
    this.table = table;
    this.into = into;
    this.machine = into.machine();
  }

  /** Goes through the table; returns the number of functions compiled. */
  int compile() throws IOException {
    try {
      findOutermost();
      GoFunctions functions = table.functions();
      StackDeltas deltas = table.stackDeltas();
      while (functions.next()) {
        if (into.rows().isFull()) {
          into.faults().add("functions left out: too many rows");
          break;
        }
        add(functions, deltas);
      }
    } catch (MalformedElfException e) {
      into.faults().add(String.valueOf(e.getMessage()));
    }
    return compiled;
  }

  private void add(GoFunctions function, StackDeltas deltas)
      throws IOException, MalformedElfException {
    long available = into.code().bytesFrom(function.address());
    if (available == 0) {
      return;
    }
    long offset = into.code().toFileOffset(function.address());
    long size = Math.min(function.size(), available);
    compiled++;
    if (outermost.contains(function.name())) {
      into.addOutermost(offset, size);
    } else if (into.known().returnsFromSignal(offset, size, KnownCode.PADDING)) {
      into.addSignalReturn(offset, size);
    } else {
      into.rows().begin(offset, offset + size);
      addRows(function, deltas, size);
    }
  }

  /** A damaged function leaves the others as they are. */
  private void addRows(GoFunctions function, StackDeltas deltas, long size) throws IOException {
    try {
      if (function.writesStackPointer()) {
        ChangingStack rows = new ChangingStack();
        deltas.read(function.stackDeltas(), size, rows);
        rows.finish(size);
      } else {
        deltas.read(function.stackDeltas(), size, this::add);
      }
    } catch (MalformedElfException e) {
      into.rows().replace(RuleDictionary.UNSUPPORTED);
      into.faults().add(String.valueOf(e.getMessage()));
    }
  }

  private void add(long distance, int delta) {
    into.rows().add(distance, byStackPointer(delta));
  }

  private int byStackPointer(int delta) {
    state.reset(machine);
    state.cfaRegister = machine.stackPointer;
    boolean pushed = machine == Machine.X86_64;
    state.cfaOffset = pushed ? delta + Long.BYTES : delta;
    if (pushed || delta > 0) {
      // A call pushes it on x86-64; on arm64 it lies at the bottom of the frame.
      state.returnAddress = Kept.AT_CFA;
      state.returnAddressOffset = pushed ? -Long.BYTES : -delta;
    }
    return into.rules().number(state);
  }

  private int byFramePointer() {
    state.reset(machine);
    state.cfaRegister = machine.framePointer;
    state.cfaOffset = 2 * Long.BYTES;
    state.returnAddress = Kept.AT_CFA;
    state.returnAddressOffset = -Long.BYTES;
    state.framePointer = Kept.AT_CFA;
    state.framePointerOffset = -2 * Long.BYTES;
    return into.rules().number(state);
  }

  /**
   * The rows of a function that changes stacks: once it has set its frame pointer, that leads back.
   * Without a frame nothing that a rule can say does.
   */
  private final class ChangingStack implements StackDeltas.Rows {
    private long framed = Long.MAX_VALUE; // from that distance on the frame pointer is set
    private boolean inFrame;

    @Override
    public void add(long distance, int delta) {
      catchUp(distance);
      inFrame = delta > 0;
      if (inFrame && framed == Long.MAX_VALUE) {
        framed = distance + PROLOGUE;
      }
      boolean byFramePointer = inFrame && distance >= framed;
      into.rows().add(distance, byFramePointer ? byFramePointer() : byStackPointer(delta));
    }

    private void catchUp(long distance) {
      if (inFrame && framed < distance) {
        into.rows().add(framed, byFramePointer());
      }
    }

    private void finish(long size) {
      catchUp(size);
      if (framed == Long.MAX_VALUE || machine != Machine.X86_64) {
        into.rows().replace(RuleDictionary.UNSUPPORTED);
      }
    }
  }

  private void findOutermost() throws IOException, MalformedElfException {
    byte[][] wanted =
        OUTERMOST.stream()
            .map(name -> (name + '\0').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    ByteBuffer names = table.nameBytes();
    for (int at = 0; at < names.limit(); at++) {
      if (names.get(at) == 'r') {
        for (byte[] name : wanted) {
          if (isAt(names, at, name)) {
            outermost.add(at);
          }
        }
      }
    }
  }

  private static boolean isAt(ByteBuffer names, int position, byte[] name) {
    if (name.length > names.limit() - position) {
      return false;
    }
    for (int i = name.length - 1; i >= 0; i--) {
      if (names.get(position + i) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
