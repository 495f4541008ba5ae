package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.Profile.UnnamedShare;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.StackOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What would make the picture truer: the one remedy for the largest share of each shortcoming. */
final class Remedies {

  /** Shortcomings below this share of frames or stacks are not worth a person's time. */
  private static final double WORTH_TELLING = 0.05;

  private Remedies() {}

  /**
   * At most one line each for names, stacks and processes out of sight.
   *
   * @param unnamed what {@link Profile#unnamed} says
   */
  static List<String> of(Profile profile, List<UnnamedShare> unnamed) {
    List<String> remedies = new ArrayList<>();
    unnamed.stream()
        .limit(1)
        .filter(worst -> worst.frames() > WORTH_TELLING * profile.sampledFrames())
        .forEach(worst -> remedies.add(forNames(worst)));
    forStacks(profile).ifPresent(remedies::add);
    SampleBalance balance = profile.facts().samples();
    if (balance.hidden() > WORTH_TELLING * balance.ticks()) {
      remedies.add(
          "to see every process, run in the host's PID namespace (--pid=host, hostPID: true)");
    }
    return remedies;
  }

  /** For the largest share of stacks that were cut and need not be. */
  private static Optional<String> forStacks(Profile profile) {
    Map<String, Long> cut = new HashMap<>();
    profile
        .outcomes()
        .forEach(
            (outcome, samples) ->
                forStacks(outcome).ifPresent(remedy -> cut.merge(remedy, samples, Long::sum)));
    return cut.entrySet().stream()
        .filter(share -> share.getValue() > WORTH_TELLING * profile.samples())
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  private static Optional<String> forStacks(StackOutcome outcome) {
    return switch (outcome) {
      case BROKEN_CHAIN, UNSTATED ->
          Optional.of(
              "for whole stacks, record with CAP_BPF on Linux 6.1 or newer without --unwind=fp, or"
                  + " build with -fno-omit-frame-pointer and start JVMs with"
                  + " -XX:+PreserveFramePointer");
      case GENERATED_CODE, JAVA_GUESSED ->
          Optional.of(
              "for whole stacks of generated code, have it keep frame pointers: start JVMs with"
                  + " -XX:+PreserveFramePointer");
      case NO_UNWIND_INFORMATION ->
          Optional.of(
              "for whole stacks, build the code that has no unwind information with"
                  + " -fasynchronous-unwind-tables or -fno-omit-frame-pointer");
      case NO_TABLE ->
          Optional.of(
              "for whole stacks, record longer: the unwind tables of files met for the first time"
                  + " take a moment");
      case TABLE_REFUSED ->
          Optional.of(
              "for whole stacks, give unwind tables more room with --unwind-memory, unless the notes"
                  + " tell of malformed files");
      case NOT_COPIED ->
          Optional.of(
              "for whole stacks that are deeper, record with CAP_BPF on Linux 6.1 or newer");
      case COMPLETE,
          KERNEL_ONLY,
          NOT_CODE,
          UNSUPPORTED_RULE,
          REGISTER_LOST,
          NOT_GROWING,
          STACK_UNREADABLE,
          THIRTY_TWO_BIT,
          TOO_DEEP,
          UNREADABLE,
          NOT_ASKED,
          NOT_TOLD ->
          Optional.empty();
    };
  }

  private static String forNames(UnnamedShare worst) {
    return switch (worst.reason()) {
      case JIT_WITHOUT_MAP, STALE_PERF_MAP ->
          "to name generated code, run 'jcmd PID Compiler.perfmap' on a JVM (17 or newer) just"
              + " before recording, or start node with --perf-basic-prof";
      case STRIPPED ->
          "to name the code of %s, install its debug symbols (package -dbgsym or -dbg) in its container or on this host"
              .formatted(worst.module());
      case KERNEL_ADDRESSES_HIDDEN, KERNEL_SYMBOLS_UNREADABLE ->
          "to name kernel frames, run as root or grant CAP_SYSLOG, with sysctl"
              + " kernel.kptr_restrict below 2";
      case FILE_UNREADABLE, PROCESS_UNREADABLE ->
          "to read the files of other users' processes, run as root or grant CAP_SYS_PTRACE";
      case PROCESS_GONE, FILE_GONE, FILE_REPLACED ->
          "to name code of processes that are gone, record while they run";
      default -> "frames without a name are mostly in " + worst.module();
    };
  }
}
