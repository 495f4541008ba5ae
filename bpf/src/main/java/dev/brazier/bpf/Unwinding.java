package dev.brazier.bpf;

import java.util.List;

/** How user stacks are to be walked. */
public enum Unwinding {
  /** By unwind tables where this kernel can, else by frame pointers. */
  AUTO(Engine.TABLES, Engine.LOCATED, Engine.PLAIN),
  /** By unwind tables or not at all. */
  TABLES(Engine.TABLES),
  /** By frame pointers. */
  FRAME_POINTERS(Engine.LOCATED, Engine.PLAIN);

  /** The best first. */
  final List<Engine> engines;

  Unwinding(Engine... engines) {
    this.engines = List.of(engines);
  }
}
