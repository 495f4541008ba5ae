/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two coroutines on stacks of their own, which take turns at known depths. In a whole stack that holds
 * at_bottom, descend is there exactly DEPTH times below coroutine, and main is not in it: such a stack
 * begins where makecontext put it.
 *   gcc -O2 -o coroutines coroutines.c
 * Runs for the given number of seconds.
 */
#include <stdlib.h>
#include <time.h>
#include <ucontext.h>

#define KEPT __attribute__((noipa))
#define NO_TAIL_CALL __asm__ volatile("")

enum { DEPTH = 12, STACK_SIZE = 256 << 10, TURN = 2000 };

static volatile unsigned long sink;
static ucontext_t contexts[3];
static time_t end;

KEPT void at_bottom(void)
{
	for (int i = 0; i < TURN; i++)
		sink = sink * 31 + i;
}

KEPT void descend(int depth, int self)
{
	if (depth > 1) {
		descend(depth - 1, self);
	} else {
		at_bottom();
		swapcontext(&contexts[self], &contexts[1 - self]);
	}
	NO_TAIL_CALL;
}

KEPT void coroutine(int self)
{
	while (time(NULL) < end)
		descend(DEPTH, self);
}

int main(int argc, char **argv)
{
	end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 10);
	for (int i = 0; i < 2; i++) {
		getcontext(&contexts[i]);
		contexts[i].uc_stack.ss_sp = malloc(STACK_SIZE);
		contexts[i].uc_stack.ss_size = STACK_SIZE;
		contexts[i].uc_link = &contexts[2];
		makecontext(&contexts[i], (void (*)(void))coroutine, 1, i);
	}
	swapcontext(&contexts[2], &contexts[0]);
	return 0;
}
