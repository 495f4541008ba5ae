/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library of gone.c. */
#define KEPT __attribute__((noipa))

static volatile unsigned long sink;

KEPT void library_bottom(void)
{
	for (int i = 0; i < 20000; i++)
		sink = sink * 31 + i;
}

KEPT void library_descend(int depth)
{
	if (depth > 1)
		library_descend(depth - 1);
	else
		library_bottom();
	__asm__ volatile("");
}
