/**
 * The hottest functions as a table, for terminals and as Markdown.
 *
 * <p>Functions are told apart by name, kind and module. <em>Self</em> counts the samples in which a
 * function ran itself, <em>total</em> those in which it was anywhere on the stack, however often: a
 * function that calls itself counts once.
 */
@NullMarked
package dev.brazier.agent.export.top;

import org.jspecify.annotations.NullMarked;
