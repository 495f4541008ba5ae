package dev.brazier.container.process;

/** Why a file could not be held; a later constant is the more telling one when several apply. */
public enum PinRefusal {
  /** The process ended before its file was opened, and no other way led to the file. */
  PROCESS_GONE,
  /** The process is there, the file has no name any more. */
  FILE_GONE,
  /** An error of the file system. */
  UNREADABLE,
  /** A device, a pipe or a socket: opening it could do something. */
  NOT_A_REGULAR_FILE,
  /** A capability is missing; the text says which. */
  NOT_PERMITTED,
  /** The name now belongs to another file, for instance after an upgrade. */
  FILE_REPLACED
}
