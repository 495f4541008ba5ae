/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stack is read ahead: on machines where a read of user memory takes 40 ns, one of 256 bytes takes
 * 45, and serves several frames. Included by walk.h.
 */
#ifndef BRAZIER_WINDOW_H
#define BRAZIER_WINDOW_H

#include "walk_state.h"

/* Reads on from `address` as far as its page reaches, which is there or not as a whole. */
static __always_inline long move_window(struct stack_window *window, u64 address)
{
	u64 bytes = PAGE_BYTES - address % PAGE_BYTES;

	if (bytes > sizeof(window->words))
		bytes = sizeof(window->words);
	window->bytes = 0;
	if (read_user(window->words, bytes, address))
		return -1;
	window->start = address;
	window->bytes = bytes;
	return 0;
}

/* Reads one or two words of the stack; 0 when they could be read. */
static __always_inline long read_stack(struct walk *walk, u64 *to, u32 words, u64 address)
{
	struct stack_window *window = &walk->window;
	u64 bytes = words * sizeof(u64);
	u64 at = address - window->start;

	if (at > sizeof(window->words) || at + bytes > window->bytes) {
		if (move_window(window, address))
			return -1;
		at = 0;
	}
	/* Over two pages, or not where the ABI wants it. */
	if (bytes > window->bytes || at % sizeof(u64))
		return read_user(to, bytes, address);
	at /= sizeof(u64);
	to[0] = window->words[bounded(at, WINDOW_WORDS - 1)];
	if (words > 1)
		to[1] = window->words[bounded(at + 1, WINDOW_WORDS - 1)];
	return 0;
}

#endif
