package dev.brazier.container.unwind;

/** Why a {@link StackUnwinder} went no further. */
public enum WalkEnd {
  /** The outermost frame: no caller is missing. */
  ROOT,
  /** {@link StackUnwinder#MOST_FRAMES} were found. */
  TOO_DEEP,
  /** A return address is not code. */
  NOT_CODE,
  /** The unwind table of the outermost frame's file is not ready. */
  TABLE_PENDING,
  /** The unwind information of that file cannot be had, and there is no plausible frame pointer. */
  TABLE_UNREADABLE,
  /** Code without unwind information and without a plausible frame pointer. */
  NO_CFI,
  /** Code in no file, and no plausible frame pointer. */
  GENERATED_CODE,
  /** An unwind rule that is not understood. */
  UNSUPPORTED,
  /** Memory that should hold a frame is not in the copy. */
  NOT_COPIED,
  /** The caller's frame would lie below its callee's. */
  NOT_GROWING,
  /** The caller depends on a register that is known in the innermost frame only. */
  REGISTER_LOST
}
