/**
 * The second flow, beside the samples: a file is met, its call frame information becomes a table,
 * and the kernel program walks stacks with it.
 *
 * <p>{@link dev.brazier.agent.unwind.TableThread} does it on a thread of its own, which everything
 * else here belongs to. Before the kernel program is loaded, the files that will be sampled first
 * are compiled ({@code HotFiles}, {@code EarlyTables}); from then on files wait in a queue ({@code
 * TableQueue}), are compiled one at a time ({@code TableBuilder}), and share and give up room
 * ({@code TableShelf}). A file that no table can be made of is remembered ({@code TableRefusals}).
 *
 * <p>It knows nothing of recordings: whoever holds the files gives access to them through {@link
 * dev.brazier.agent.unwind.UnwindFiles}.
 */
@NullMarked
package dev.brazier.agent.unwind;

import org.jspecify.annotations.NullMarked;
