package dev.brazier.container.unwind;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Walks the entries of a section, each once, and compiles the functions among them. */
final class FrameEntries {
  private static final int MOST_CIES = 1 << 16; // one for each compiled source, at most
  private static final long EXTENDED = 0xffff_ffffL; // as a length: the real one follows
  private static final CommonEntry UNREADABLE = CommonEntry.BLANK;

  private final FrameSection section;
  private final Compilation compilation;
  private final CodeOffsets code;
  private final KnownCode known;
  private final RuleDictionary rules;
  private final RowBuffer rows;
  private final Faults faults;

  private final FrameReader in;
  private final FrameProgram program;
  private final Map<Integer, CommonEntry> cies = new HashMap<>();
  private final int padding; // of a function that returns from a signal, in bytes
  private long lastPosition = -1; // of the CIE asked for last, as most functions share one
  private CommonEntry lastCie = UNREADABLE;
  private int fdes;

  FrameEntries(FrameSection section, Compilation compilation) {
    this.section = section;
    this.compilation = compilation;
    this.code = compilation.code();
    this.known = compilation.known();
    this.rules = compilation.rules();
    this.rows = compilation.rows();
    this.faults = compilation.faults();
    // Looking at the code costs a read of the file for each small function: .eh_frame has
    // thousands.
    padding = section.kind() == FrameSection.Kind.DEBUG_FRAME ? KnownCode.PADDING : 0;
    in = section.bytes();
    program = new FrameProgram(compilation.machine(), in, section.address(), rules, rows);
  }

  /** What all sections of one file are compiled with, and into. */
  record Compilation(
      Machine machine,
      CodeOffsets code,
      KnownCode known,
      RuleDictionary rules,
      RowBuffer rows,
      Faults faults) {

    /**
     * Adds code to which signal handlers return. Nobody called it: the kernel pointed a return
     * address at its first byte, and a walk looks a return address up one byte early.
     */
    void addSignalReturn(long offset, long length) {
      rows.begin(Math.max(offset - 1, 0), offset + length);
      rows.add(0, rules.number(UnwindRule.SIGNAL_FRAME));
    }

    /** Adds code that nobody calls. */
    void addOutermost(long offset, long length) {
      rows.begin(offset, offset + length);
      rows.add(0, rules.number(rules.outermost()));
    }
  }

  /** Goes through the section; returns the number of functions compiled. */
  int compile() throws IOException {
    int at = 0;
    int end = in.size();
    while (at >= 0 && end - at >= Integer.BYTES && fdes < section.mostFdes()) {
      if (rows.isFull()) {
        fault("functions left out: too many rows", at);
        break;
      }
      at = entry(at, end);
    }
    return fdes;
  }

  /** Reads one entry; returns where the next one is, or -1 where that cannot be known. */
  private int entry(int at, int end) throws IOException {
    try {
      in.enter(at, end);
      long length = in.u32();
      if (length == 0) {
        return in.position(); // crtend.o ends the section so, and what is linked behind it goes on
      }
      boolean extended = length == EXTENDED;
      length = extended ? in.u64() : length;
      if (length < 0 || length > in.remaining()) {
        throw new MalformedFrameException("entry that is longer than the section");
      }
      int next = in.position() + (int) length;
      in.enter(in.position(), next);
      dispatch(at, extended);
      return next;
    } catch (MalformedFrameException e) {
      fault(String.valueOf(e.getMessage()), at);
      return -1;
    }
  }

  /** Tells CIEs and FDEs apart: in one format a CIE refers to 0, in the other to -1. */
  private void dispatch(int at, boolean extended) throws IOException {
    try {
      int field = in.position();
      if (section.kind() == FrameSection.Kind.EH_FRAME) {
        int distance = in.s32();
        if (distance == 0) {
          commonEntry(at);
        } else {
          function(find((long) field - distance), at);
        }
      } else {
        long position = extended ? in.u64() : in.u32();
        if (position == (extended ? -1 : EXTENDED)) {
          commonEntry(at);
        } else {
          function(find(position), at);
        }
      }
    } catch (MalformedFrameException e) {
      fault(String.valueOf(e.getMessage()), at);
    }
  }

  private void commonEntry(int at) throws MalformedFrameException {
    if (cies.size() >= MOST_CIES) {
      throw new MalformedFrameException("CIE beyond those that are kept");
    }
    lastPosition = -1;
    cies.put(at, UNREADABLE);
    CommonEntry cie = CommonEntry.read(in, section.address());
    program.prepare(cie);
    cies.put(at, cie);
  }

  /** Entries stand before those that refer to them: no linker does it otherwise. */
  private CommonEntry find(long position) throws MalformedFrameException {
    if (position != lastPosition) {
      CommonEntry found = position == (int) position ? cies.get((int) position) : null;
      lastPosition = position;
      lastCie = found == null ? UNREADABLE : found;
    }
    if (lastCie == UNREADABLE) {
      throw new MalformedFrameException("FDE without a CIE that can be read");
    }
    return lastCie;
  }

  private void function(CommonEntry cie, int at) throws MalformedFrameException, IOException {
    long start = PointerEncoding.read(in, cie.encoding, section.address());
    long length = PointerEncoding.number(in, cie.encoding);
    if (cie.augmented) {
      in.skip(in.length());
    }
    if (start == 0 || length == 0) {
      return; // a function that the linker left out
    }
    length = length < 0 ? Long.MAX_VALUE : length;
    long available = code.bytesFrom(start);
    if (available == 0) {
      throw new MalformedFrameException("FDE of code that is not in the file");
    }
    fdes++;
    compile(cie, start, Math.min(length, available), at);
  }

  private void compile(CommonEntry cie, long start, long length, int at) throws IOException {
    long offset = code.toFileOffset(start);
    if (cie.signalFrame || known.returnsFromSignal(offset, length, padding)) {
      compilation.addSignalReturn(offset, length);
      return;
    }
    rows.begin(offset, offset + length);
    try {
      program.run(cie, start, length);
    } catch (MalformedFrameException e) {
      rows.replace(RuleDictionary.UNSUPPORTED);
      fault(String.valueOf(e.getMessage()), at);
    }
  }

  private void fault(String kind, int at) {
    faults.add(kind, section.name(), at);
  }
}
