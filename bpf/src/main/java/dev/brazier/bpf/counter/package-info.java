/**
 * Counters of the kernel and of the CPU, by {@code perf_event_open(2)} in counting mode: no
 * samples, no rings, no BPF, no libbpf.
 *
 * <p>A {@link dev.brazier.bpf.counter.CounterSet} holds the counters of one place, which is a CPU,
 * a thread with all that it will start, or a cgroup on a CPU. What cannot be counted there is a
 * {@link dev.brazier.bpf.counter.CounterRefusal} with its reason, never a zero:
 *
 * <pre>{@code
 * int self = (int) ProcessHandle.current().pid();
 * try (CounterSet counters =
 *     CounterSet.open(new CounterPlace.Task(self), CounterEvent.all(), CounterStart.WHEN_ENABLED)) {
 *   counters.enable();
 *   work();
 *   counters.read().forEach((event, reading) -> System.out.println(event + " " + reading.scaled()));
 *   counters.refusals().forEach((event, why) -> System.out.println(event + ": " + why.reason()));
 * }
 * }</pre>
 *
 * <p>More hardware events than the CPU has registers take turns; {@link
 * dev.brazier.bpf.counter.CounterReading} says for which share of the time each was counted.
 *
 * <p>Nothing here is thread-safe.
 */
@NullMarked
package dev.brazier.bpf.counter;

import org.jspecify.annotations.NullMarked;
