package dev.brazier.bpf;

import java.util.List;

/** How user stacks are to be walked. */
public enum Unwinding {
  /** By unwind tables where this kernel can, else by frame pointers. */
  AUTO,
  /** By unwind tables or not at all. */
  TABLES,
  /** By frame pointers; without BPF, no copies of stacks are made. */
  FRAME_POINTERS;

  /** The best first. */
  List<Engine> engines() {
    return switch (this) {
      case AUTO -> List.of(Engine.TABLES, Engine.LOCATED, Engine.PLAIN);
      case TABLES -> List.of(Engine.TABLES);
      case FRAME_POINTERS -> List.of(Engine.LOCATED, Engine.PLAIN);
    };
  }
}
