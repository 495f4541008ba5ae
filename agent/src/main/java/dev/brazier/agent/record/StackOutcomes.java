package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.bpf.Engine;
import dev.brazier.bpf.StackEnd;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a stack ended. The walk by unwind tables says so itself. The kernel's frame-pointer
 * walk does not say whether it reached the outermost frame, so the frame's name decides: these are
 * the functions in which a thread begins.
 */
final class StackOutcomes {

  /**
   * ELF entry points, libc's first callers of {@code main} and of a thread's function, and what
   * language run-times begin their threads with.
   */
  private static final Set<String> ROOTS =
      Set.of(
          "_start",
          "main",
          "__libc_start_main",
          "__libc_start_call_main",
          "__libc_start_main_impl",
          "libc_start_main_stage2",
          "_start_c",
          "_dl_start_user",
          "_dl_start",
          "start_thread",
          "clone",
          "__clone",
          "clone3",
          "__clone3",
          "thread_start",
          "start",
          "thread_native_entry",
          "JavaMain",
          "ThreadJavaMain",
          "runtime.goexit",
          "runtime.goexit.abi0",
          "runtime.mstart",
          "runtime.rt0_go",
          "runtime.mcall");

  private StackOutcomes() {}

  /**
   * @param end what the kernel program said
   * @param engine which program it was
   * @param outermostUser the outermost user frame; null when there is none
   */
  static StackOutcome of(StackEnd end, Engine engine, @Nullable ProfileFrame outermostUser) {
    boolean guessed = engine != Engine.TABLES;
    return switch (end) {
      case ROOT -> StackOutcome.COMPLETE;
      case TOO_DEEP -> StackOutcome.TOO_DEEP;
      case NO_USER_STACK -> StackOutcome.KERNEL_ONLY;
      case UNREADABLE -> StackOutcome.UNREADABLE;
      case NOT_ASKED -> StackOutcome.NOT_ASKED;
      case UNSTATED ->
          guessed && isRoot(outermostUser) ? StackOutcome.COMPLETE : StackOutcome.UNSTATED;
      case BROKEN_CHAIN -> guessed ? brokenChain(outermostUser) : StackOutcome.NOT_CODE;
      case NO_TABLE -> StackOutcome.NO_TABLE;
      // musl says nothing of how to leave the functions in which its threads begin.
      case NO_CFI ->
          isRoot(outermostUser) ? StackOutcome.COMPLETE : StackOutcome.NO_UNWIND_INFORMATION;
      case UNSUPPORTED -> StackOutcome.UNSUPPORTED_RULE;
      case STACK_UNREADABLE -> StackOutcome.STACK_UNREADABLE;
      case NOT_GROWING -> StackOutcome.NOT_GROWING;
      case GENERATED_CODE -> StackOutcome.GENERATED_CODE;
      case COMPAT -> StackOutcome.THIRTY_TWO_BIT;
      case REGISTER_LOST -> StackOutcome.REGISTER_LOST;
      case NOT_COPIED -> StackOutcome.NOT_COPIED;
      case TABLE_REFUSED -> StackOutcome.TABLE_REFUSED;
    };
  }

  private static StackOutcome brokenChain(@Nullable ProfileFrame outermostUser) {
    return isRoot(outermostUser) ? StackOutcome.COMPLETE : StackOutcome.BROKEN_CHAIN;
  }

  private static boolean isRoot(@Nullable ProfileFrame frame) {
    if (frame == null || frame.unnamed().isPresent()) {
      return false;
    }
    String name = frame.name();
    int parameters = name.indexOf('(');
    return ROOTS.contains(parameters > 0 ? name.substring(0, parameters) : name);
  }
}
