/**
 * Files for speedscope: JSON after its published schema, of profiles of the type {@code sampled}.
 *
 * <p>The first profile is the whole machine, under rows for containers and processes. One for each
 * thread or process follows; with times their samples are in the order of time, and a gap between
 * two samples is a sample of the empty stack. A sample always weighs what it stands for, so the
 * sums are exact, while its place may be off by the jitter of the timer.
 *
 * @see <a href="https://www.speedscope.app/file-format-schema.json">the schema</a>
 */
@NullMarked
package dev.brazier.agent.export.speedscope;

import org.jspecify.annotations.NullMarked;
