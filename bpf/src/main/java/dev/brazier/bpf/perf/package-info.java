/**
 * The kernel's own ring of perf events, read as bytes: no system call, no library.
 *
 * <p>A {@link dev.brazier.bpf.perf.PerfRing} stands on one {@link dev.brazier.bpf.perf.PerfRecord}
 * at a time, where it lies in the ring. {@link dev.brazier.bpf.perf.PerfRings} hands over the
 * records of several rings, one for each CPU, in the order of their times: a process is then named
 * before its first sample, whichever CPU either was on.
 *
 * <p>The layouts are those of {@code include/uapi/linux/perf_event.h}, Linux 5.8 and newer.
 */
@NullMarked
package dev.brazier.bpf.perf;

import org.jspecify.annotations.NullMarked;
