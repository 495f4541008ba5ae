/**
 * Counting instead of sampling: what a machine, its CPUs, processes, containers, cgroups or a
 * command did in a while, as numbers.
 *
 * <pre>{@code
 * StatConfig config = StatConfig.defaults().withContainers(List.of("web"));
 * try (Counting counting = Counting.start(config)) {
 *   counting.run(report -> StatText.lines(report).forEach(System.out::println));
 * }
 * }</pre>
 *
 * <p>Each thing that is asked for is a {@link dev.brazier.agent.stat.Subject} and is counted on its
 * own; nothing is added up across subjects. Where its counters sit is behind {@code Places}: on
 * CPUs, on a cgroup, or on threads. A {@link dev.brazier.agent.stat.StatReport} is an immutable
 * value that text and JSON are made of; what a count means beside the others (instructions a cycle,
 * misses of loads, faults a second) is worked out by {@link dev.brazier.agent.stat.Derived} alone.
 *
 * <p>The thread that runs the counting owns everything in it.
 */
@NullMarked
package dev.brazier.agent.stat;

import org.jspecify.annotations.NullMarked;
