/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spends its time at a known depth: _start, the C library, main, 24 times descend, the C library's qsort,
 * compare. Neither it nor a distribution's C library has frame pointers. Build:
 *   gcc -O2 -fomit-frame-pointer -fno-optimize-sibling-calls -fno-inline -o callbacks callbacks.c
 * Runs until it is killed.
 */
#include <stdlib.h>

#define DEPTH 24
#define ITEMS 64

static volatile unsigned long sink;

static int compare(const void *left, const void *right)
{
	unsigned long x = sink | 1;

	for (int i = 0; i < 2000; i++)
		x = x * 6364136223846793005UL + 1442695040888963407UL;
	sink = x;
	return *(const int *)left - *(const int *)right;
}

static void sort(void)
{
	int items[ITEMS];

	for (int i = 0; i < ITEMS; i++)
		items[i] = i * 37 % ITEMS;
	qsort(items, ITEMS, sizeof(items[0]), compare);
	sink += items[0];
}

/* The work after the call keeps this frame alive, and keeps gcc from turning the recursion into a loop. */
__attribute__((noipa)) static void descend(int depth)
{
	if (depth == DEPTH)
		sort();
	else
		descend(depth + 1);
	sink++;
}

int main(void)
{
	for (;;)
		descend(1);
}
