/**
 * The command line: what a person types, and the exit code and the one line they get back.
 *
 * <p>{@link dev.brazier.agent.cli.Main} is where the process starts. Each command is a thin picocli
 * class: it turns options into a configuration record ({@link
 * dev.brazier.agent.cli.RecordOptions}), hands that to the engine and prints the answer. What a
 * command cannot do leaves it as a {@code CommandFailure}, which carries its exit code; nothing
 * below this package prints or exits.
 *
 * <p>Results go to standard output; progress, the closing summary and complaints go to standard
 * error, so that {@code -o -} can be piped.
 */
@NullMarked
package dev.brazier.agent.cli;

import org.jspecify.annotations.NullMarked;
