package dev.brazier.bpf;

/**
 * A system call that processes of one cgroup made, and that no seccomp filter kept from them.
 *
 * @param cgroupId as {@link CgroupId} describes it
 * @param machine whose numbers count, an {@code AUDIT_ARCH_} constant of {@code linux/audit.h}
 * @param number of the call; {@link SyscallRefusal#UNKNOWN_NUMBER} for all that no table has
 * @param count how often
 */
public record SyscallUse(long cgroupId, long machine, int number, long count) {}
