/**
 * What Brazier does with every kind of grant: real containers with exactly the user, capabilities,
 * seccomp profile and {@code no_new_privs} that a test sets, so that the test knows what is at
 * fault.
 */
@NullMarked
package dev.brazier.agent.permission;

import org.jspecify.annotations.NullMarked;
