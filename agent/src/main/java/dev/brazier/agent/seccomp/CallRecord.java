package dev.brazier.agent.seccomp;

import dev.brazier.bpf.SyscallLosses;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a container called while it was recorded.
 *
 * @param container its name
 * @param fromStart whether its first call was seen, too
 * @param made the names of the calls that no filter kept from it
 * @param refused those that its present profile refused each time, with the last answer: {@code
 *     EPERM}, {@code SIGSYS}
 * @param nameless numbers of calls, or machines, without a table here, as a person reads them
 * @param count how many calls in all
 * @param losses what was missed for want of room in the kernel
 */
public record CallRecord(
    String container,
    boolean fromStart,
    SortedSet<String> made,
    SortedMap<String, String> refused,
    List<String> nameless,
    long count,
    SyscallLosses losses) {}
