/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A program whose call tree and shares of CPU time are known: 60 % parse, 30 % render, 10 % store, every
 * one below serve. Build with frame pointers:
 *   gcc -O0 -fno-omit-frame-pointer -o known_tree known_tree.c
 * Runs for the given number of seconds, or until it is killed.
 */
#include <stdlib.h>
#include <time.h>

static volatile unsigned long sink;

/* One unit of work; a chain of dependent multiplications, so that its time is proportional to n. */
static __attribute__((noinline)) void spin(unsigned long n)
{
	unsigned long x = sink | 1;

	for (unsigned long i = 0; i < n; i++)
		x = x * 6364136223846793005UL + 1442695040888963407UL;
	sink = x;
	__asm__ volatile("");
}

__attribute__((noinline)) void parse(void)
{
	spin(60000);
	__asm__ volatile("");
}

__attribute__((noinline)) void render(void)
{
	spin(30000);
	__asm__ volatile("");
}

__attribute__((noinline)) void store(void)
{
	spin(10000);
	__asm__ volatile("");
}

__attribute__((noinline)) void serve(void)
{
	parse();
	render();
	store();
	__asm__ volatile("");
}

int main(int argc, char **argv)
{
	time_t end = argc > 1 ? time(NULL) + atoi(argv[1]) : 0;

	while (!end || time(NULL) < end)
		serve();
	return 0;
}
