package dev.brazier.container.process;

import dev.brazier.container.symbol.UnnamedReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stood in the way of one file, collected over every way that was tried. */
final class Refusals {
  private static final int MOST_TEXTS = 6;

  private final Set<String> texts = new LinkedHashSet<>();

  /** A later one tells more when several apply. */
  private static final List<UnnamedReason> TELLING =
      List.of(
          UnnamedReason.PROCESS_GONE,
          UnnamedReason.FILE_GONE,
          UnnamedReason.FILE_UNREADABLE,
          UnnamedReason.PROCESS_UNREADABLE,
          UnnamedReason.FILE_REPLACED);

  private UnnamedReason telling = UnnamedReason.PROCESS_GONE;

  void add(UnnamedReason reason, String text) {
    if (TELLING.indexOf(reason) > TELLING.indexOf(telling)) {
      telling = reason;
    }
    if (texts.size() < MOST_TEXTS) {
      texts.add(text);
    }
  }

  /** Classifies an error of the operating system. */
  void add(Path path, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      add(UnnamedReason.PROCESS_GONE, "open " + path + ": no such file");
    } else if (isPermission(failure)) {
      add(UnnamedReason.PROCESS_UNREADABLE, "open " + path + ": not permitted: " + remedy(path));
    } else {
      add(UnnamedReason.FILE_UNREADABLE, "open " + path + ": " + reason(failure));
    }
  }

  /**
   * The sum of it.
   *
   * @param processExists whether the process is still there, so that a missing file is a lost file
   */
  PinOutcome.NotPinned outcome(boolean processExists) {
    UnnamedReason reason =
        telling == UnnamedReason.PROCESS_GONE && processExists ? UnnamedReason.FILE_GONE : telling;
    return new PinOutcome.NotPinned(reason, String.join("; ", texts));
  }

  private static boolean isPermission(IOException failure) {
    return failure instanceof AccessDeniedException
        || (failure instanceof FileSystemException system
            && "Operation not permitted".equals(system.getReason()));
  }

  /** See ptrace(2) on access mode checks, and proc_pid_map_files(5). */
  private static String remedy(Path path) {
    for (Path name : path) {
      if (name.toString().equals("map_files")) {
        return "grant CAP_CHECKPOINT_RESTORE (or CAP_SYS_ADMIN), CAP_SYS_PTRACE and"
            + " CAP_DAC_READ_SEARCH";
      }
    }
    return "run as root or grant CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH";
  }

  private static String reason(IOException failure) {
    String reason = failure instanceof FileSystemException system ? system.getReason() : null;
    return reason == null ? String.valueOf(failure.getMessage()) : reason;
  }
}
