/**
 * What seccomp refuses to containers, and what they would need: system calls that {@link
 * dev.brazier.bpf.SyscallWatch} counts, with the names of calls and containers.
 *
 * <p>A {@link dev.brazier.agent.seccomp.SeccompAudit} tells {@link
 * dev.brazier.agent.seccomp.RefusedCall}s while it runs. A {@link
 * dev.brazier.agent.seccomp.CallRecording} takes down what one container calls, a {@link
 * dev.brazier.agent.seccomp.CallRecord}, and {@link dev.brazier.agent.seccomp.ProfileAdvice} makes
 * a profile of it.
 */
@NullMarked
package dev.brazier.agent.seccomp;

import org.jspecify.annotations.NullMarked;
